// Builds dist by tsc.
import { execFileSync } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

rmSync(here('dist'), { recursive: true, force: true });
execFileSync(process.execPath, [here('../node_modules/tsc/bin/tsc'), '-p', here('.')], { stdio: 'inherit' });
copyFileSync(here('../LICENSE'), here('LICENSE'));
