#!/usr/bin/env node
import '../dist/porthole/main.js';
