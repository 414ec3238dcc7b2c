import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';

/** The Svelte components; `.oxlintrc.json` has all other files. Types are asked for two rules alone, because that is slow. */
export default defineConfig(
  globalIgnores(['dist', 'node_modules', '.cache', '**/.svelte-check', 'e2e', 'renderer/public']),
  globalIgnores(['**/*.{js,mjs,cjs,ts}', '!**/*.svelte.ts']),
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    extends: [js.configs.recommended, ts.configs.recommended, svelte.configs.recommended],
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        project: 'renderer/tsconfig.json',
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      eqeqeq: 'error',
      'no-console': 'error',
      'no-undef': 'off',
    },
  },
);
