#!/bin/sh
echo "writing output.bin"
while [ "$1" != --outdir ]; do shift; done
touch "$2/output.bin" "$2/WWW.bin"
mkdir "$2/www"
