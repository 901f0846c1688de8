/* Where the lx106 of QEMU's `sim` machine begins: a stack, and main. */
    .section .reset, "ax"
    .global _start
_start:
    j start
    .align 4
stack:
    .word stack_end
start:
    l32r a1, stack
    call0 main
forever:
    j forever
