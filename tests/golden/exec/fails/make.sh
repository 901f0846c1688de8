#!/bin/sh
echo "reading www/"
echo "make.sh: no such folder: www/" >&2
printf "caf\303\251 \377\033[31m\r\n"
exit 3
