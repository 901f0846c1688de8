#!/bin/sh
echo "the program was started" >&2
exit 1
