#!/bin/sh
# The words that it gets, a line each, but for the folders, which differ from run to run.
while [ $# -gt 0 ]; do
    case "$1" in
    --outdir) outdir=$2; shift ;;
    --project_path) [ -e "$2/input.pschema" ] && [ "${2#/}" != "$2" ] && echo "project is there"; shift ;;
    *) echo "$1" ;;
    esac
    shift
done >words
[ -n "$(ls -A "$outdir")" ] || cat words - >"$outdir/www.bin"
