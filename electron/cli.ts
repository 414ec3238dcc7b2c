#!/usr/bin/env node
import type * as CommandLine from './command-line.ts';
import { runCompiled } from './compiled-script.ts';

const folder = import.meta.dirname;
const { runCli, terminal } = runCompiled(`${folder}/command-line.cjs`) as typeof CommandLine;

// A reader that left early (`| head`) ends the program quietly.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await runCli(process.argv.slice(2), terminal, folder);
