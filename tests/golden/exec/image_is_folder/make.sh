#!/bin/sh
while [ "$1" != --outdir ]; do shift; done
mkdir "$2/www.bin"
