#!/bin/sh
echo "no board"
exit 1
