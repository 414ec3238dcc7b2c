#!/usr/bin/env node
import process from 'node:process';
import { terminal } from './cli/output.ts';
import { runCli } from './cli/main.ts';

// A reader that left early (`| head`) ends the program quietly.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await runCli(process.argv.slice(2), terminal, import.meta.dirname);
