#!/opt/nowhere/python9 -u
