import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { defineConfig, globalIgnores } from 'eslint/config';
import ts from 'typescript-eslint';

export default defineConfig(
  // AssemblyScript is checked by its own compiler.
  globalIgnores(['dist', 'node_modules', 'e2e/artifacts', 'e2e/captures', 'renderer/public', '**/assembly']),
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.svelte', '**/*.svelte.ts'],
    extends: [ts.configs.recommendedTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ['core/tsconfig.test.json', '{electron,renderer,e2e}/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
        parser: ts.parser,
      },
    },
    rules: {
      // A void arrow in one line (`() => (changed = true)`) and an event handler that is async both read well.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/require-await': 'off',
      // No classes here whose methods would lose their `this`.
      '@typescript-eslint/unbound-method': 'off',
      // `interface Window extends ShellWindow {}` is how a global is told.
      '@typescript-eslint/no-empty-object-type': ['error', { allowInterfaces: 'with-single-extends' }],
      'no-undef': 'off',
    },
  },
  ...svelte.configs.recommended.map((config) => ({ ...config, files: ['**/*.svelte', '**/*.svelte.ts'] })),
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        project: ['renderer/tsconfig.json'],
        extraFileExtensions: ['.svelte'],
      },
    },
  },
  {
    // The linter's parser takes what another component declares for `any`; svelte-check knows its types.
    files: ['**/*.svelte'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    rules: { eqeqeq: 'error', 'no-console': 'error', 'no-empty-pattern': 'off' },
  },
  { files: ['build/**', 'electron/**', 'e2e/**'], rules: { 'no-console': 'off' } },
  { files: ['**/*.mjs', '**/*.cjs', '*.js'], languageOptions: { globals: globals.node } },
);
