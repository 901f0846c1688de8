#!/bin/sh
while [ "$1" != --partition_name ]; do shift; done
sleep 0.05
echo "made for $2" >"$6/$2.bin"
