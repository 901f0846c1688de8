#!/bin/sh
while [ "$1" != --outdir ]; do shift; done
dd if=/dev/zero of="$2/www.bin" bs=1 count=1 seek=10000000000 2>/dev/null
