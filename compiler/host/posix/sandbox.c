// A process that reads a file with a library that may corrupt its memory gives up what it does not
// need: resource limits everywhere, and on Linux, where seccomp is there, all system calls but a
// few.
//
// A filter sees numbers, no texts: it lets a file be opened only by the address of its path, which
// is in memory that can neither be written to nor be replaced. That memory is a sealed memfd,
// which no mprotect() makes writable; munmap() does nothing but says it did, mmap() takes no place
// that is given, mremap() is refused. So no other file can be opened, whatever the process comes to
// run.
#include "sandbox.h"

#include <fcntl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

#if defined __linux__ && defined __has_include
#if __has_include(                                                                                 \
    <linux/seccomp.h>) && __has_include(<linux/filter.h>) && __has_include(<linux/audit.h>)
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#if defined __x86_64__ && !defined __ILP32__
#define NATIVE_ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined __aarch64__
#define NATIVE_ARCHITECTURE AUDIT_ARCH_AARCH64
#elif defined __riscv && __riscv_xlen == 64
#define NATIVE_ARCHITECTURE AUDIT_ARCH_RISCV64
#endif
#endif
#endif

// Sanitizers take terabytes of addresses, and calls of their own.
#if defined __has_feature
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ||                         \
    __has_feature(memory_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#if defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define IS_SANITIZED 1
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED 0
#endif

enum {
    SECONDS_LIMIT = 30,
    MEMORY_LIMIT = 1 << 30,
    OUTPUT = 3,      // the descriptor after the standard streams
    FILES_LIMIT = 5, // these four, and the file
    MOST_FILES = 65536,
};

// The addresses that the process has taken already, with all that its parent had.
static rlim_t taken_memory(void)
{
    unsigned long long pages = 0;
    char line[64];
    FILE *file = fopen("/proc/self/statm", "re");
    if (file) {
        pages = fgets(line, sizeof line, file) ? strtoull(line, NULL, 10) : 0;
        fclose(file);
    }
    return (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE);
}

// The soft and the hard limit are the same, so that the process cannot raise them again. Where
// less is allowed already, that stays. Neither a core file, which would have the bytes of the
// image, nor any other file can be written.
static void set_limits(rlim_t memory)
{
    const struct rlimit none = {0, 0};
    setrlimit(RLIMIT_CORE, &none);
    setrlimit(RLIMIT_FSIZE, &none);
    setrlimit(RLIMIT_CPU, &(struct rlimit){SECONDS_LIMIT, SECONDS_LIMIT});
    setrlimit(RLIMIT_NOFILE, &(struct rlimit){FILES_LIMIT, FILES_LIMIT});
    if (!IS_SANITIZED) {
        setrlimit(RLIMIT_AS, &(struct rlimit){memory, memory});
    }
}

// What else is open may be a file that another thread of the parent writes. Standard streams
// become /dev/null, so that a library which prints says nothing. close_range() is of Linux 5.9;
// else every number is tried.
static void close_others(int output)
{
    struct rlimit files = {MOST_FILES, MOST_FILES};
    int nowhere = fcntl(open("/dev/null", O_RDWR | O_CLOEXEC), F_DUPFD, OUTPUT + 1);
    output = fcntl(output, F_DUPFD, OUTPUT + 1); // out of the way of what takes its place
    for (int stream = 0; stream < OUTPUT; stream++) {
        dup2(nowhere, stream);
    }
    dup2(output, OUTPUT);
#ifdef SYS_close_range
    if (syscall(SYS_close_range, OUTPUT + 1, ~0U, 0) == 0) {
        return;
    }
#endif
    getrlimit(RLIMIT_NOFILE, &files);
    int count = files.rlim_cur < MOST_FILES ? (int)files.rlim_cur : MOST_FILES;
    for (int file = OUTPUT + 1; file < count; file++) {
        close(file);
    }
}

#if defined NATIVE_ARCHITECTURE && !IS_SANITIZED

enum { PROGRAM_LIMIT = 96, PAGE = 4096 };

struct program {
    struct sock_filter steps[PROGRAM_LIMIT];
    size_t count;
};

// A filter that does not fit is never used: refuse_calls() checks the count.
static void add(struct program *program, struct sock_filter step)
{
    if (program->count < PROGRAM_LIMIT) {
        program->steps[program->count++] = step;
    }
}

static void load(struct program *program, size_t offset)
{
    add(program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}

// The low half of an argument; 0 or 4 bytes further is its high half: BPF loads 32 bits at a time,
// in the processor's byte order (seccomp(2)).
static void load_argument(struct program *program, unsigned index, bool is_high)
{
    bool is_little = *(const unsigned char *)&(const int){1} == 1;
    load(program,
         offsetof(struct seccomp_data, args) + 8 * (size_t)index + (is_high == is_little ? 4 : 0));
}

static void answer(struct program *program, uint32_t value)
{
    add(program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, value));
}

static void refuse(struct program *program)
{
    answer(program, SECCOMP_RET_ERRNO | 1); // EPERM
}

// Unless what was loaded is this value, the next `count` steps are left out.
static void skip_unless(struct program *program, uint32_t value, uint8_t count)
{
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, count));
}

// Refuses, where any of these bits is set in the low half of an argument.
static void refuse_bits(struct program *program, unsigned index, uint32_t bits)
{
    load_argument(program, index, false);
    add(program, (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1));
    refuse(program);
}

// Lets the one file be opened, only to be read: both halves of the path's address are compared, as
// the text at it cannot be. Each number of steps to leave out counts to the end of this part, or
// to its refusal.
static void allow_opening(struct program *program, uint32_t call, unsigned index, uintptr_t path)
{
    skip_unless(program, call, 9);
    load_argument(program, index, false);
    skip_unless(program, (uint32_t)path, 6);
    load_argument(program, index, true);
    skip_unless(program, (uint32_t)((uint64_t)path >> 32), 4);
    refuse_bits(program, index + 1, O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND);
    answer(program, SECCOMP_RET_ALLOW);
    refuse(program);
}

// Memory of its own, without code in it, where the kernel likes.
static void allow_memory(struct program *program)
{
    skip_unless(program, SYS_mmap, 9);
    refuse_bits(program, 2, PROT_EXEC);
    refuse_bits(program, 3, MAP_FIXED | MAP_SHARED | 0x100000); // MAP_FIXED_NOREPLACE
    load_argument(program, 4, false);
    skip_unless(program, UINT32_MAX, 1); // no file
    answer(program, SECCOMP_RET_ALLOW);
    load(program, offsetof(struct seccomp_data, nr));
    skip_unless(program, SYS_mprotect, 4);
    refuse_bits(program, 2, PROT_EXEC);
    answer(program, SECCOMP_RET_ALLOW);
    load(program, offsetof(struct seccomp_data, nr));
    skip_unless(program, SYS_munmap, 1);
    answer(program, SECCOMP_RET_ERRNO); // 0: it says that it is done
}

// The architecture comes first: on x86-64, a call of the 32-bit interface has another number for
// the same thing, and would be judged wrongly. What is not in the list is refused with an error,
// which a library can report.
static void write_program(struct program *program, uintptr_t path)
{
    static const uint32_t harmless[] = {SYS_read,    SYS_write,     SYS_readv, SYS_writev,
                                        SYS_close,   SYS_fstat,     SYS_lseek, SYS_brk,
                                        SYS_madvise, SYS_getrandom, SYS_exit,  SYS_exit_group};
    load(program, offsetof(struct seccomp_data, arch));
    skip_unless(program, NATIVE_ARCHITECTURE, 1);
    add(program, (struct sock_filter)BPF_STMT(BPF_JMP | BPF_JA, 1));
    answer(program, SECCOMP_RET_KILL);
    load(program, offsetof(struct seccomp_data, nr));
    for (size_t i = 0; i < sizeof harmless / sizeof *harmless; i++) {
        skip_unless(program, harmless[i], 1);
        answer(program, SECCOMP_RET_ALLOW);
    }
    allow_memory(program);
    allow_opening(program, SYS_openat, 1, path);
#ifdef SYS_open
    allow_opening(program, SYS_open, 0, path);
#endif
    refuse(program);
}

// The same file, only to be read: before Linux 6.7 what is sealed could not be mapped through a
// descriptor that may write. Where there is no /proc, the descriptor itself.
static int open_to_read(int file)
{
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", file);
    int reader = open(path, O_RDONLY | O_CLOEXEC);
    return reader >= 0 ? reader : fcntl(file, F_DUPFD_CLOEXEC, 0);
}

// The path in memory that nothing makes writable; null, where there is none.
static const char *seal(const char *path)
{
    size_t length = strlen(path) + 1;
    int file = (int)syscall(SYS_memfd_create, "path", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    bool is_sealed =
        file >= 0 && length <= PAGE && write(file, path, length) == (ssize_t)length &&
        fcntl(file, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) == 0;
    int reader = is_sealed ? open_to_read(file) : -1;
    void *memory = reader >= 0 ? mmap(NULL, length, PROT_READ, MAP_SHARED, reader, 0) : MAP_FAILED;
    if (reader >= 0) {
        close(reader);
    }
    if (file >= 0) {
        close(file);
    }
    return memory == MAP_FAILED ? NULL : memory;
}

static bool refuse_calls(const char *sealed)
{
    struct program program = {.count = 0};
    write_program(&program, (uintptr_t)sealed);
    struct sock_fprog filter = {(unsigned short)program.count, program.steps};
    return program.count < PROGRAM_LIMIT && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter) == 0;
}

#else

static const char *seal(const char *path)
{
    (void)path;
    return NULL;
}

static bool refuse_calls(const char *sealed)
{
    (void)sealed;
    return false;
}

#endif

// The order matters: memory is measured and the path is sealed while files can still be opened;
// the limit of open files comes after the others are closed; the filter comes last, as it forbids
// what set it up.
struct sandbox sandbox_enter(const char *path, int output)
{
    rlim_t taken = taken_memory();
    const char *sealed = seal(path); // before nothing can be written
    close_others(output);
    set_limits(taken + MEMORY_LIMIT);
    bool is_closed = sealed && refuse_calls(sealed);
    return (struct sandbox){
        .state = is_closed ? SANDBOX_CLOSED : SANDBOX_LIMITED,
        .path = is_closed ? sealed : path,
        .output = OUTPUT,
    };
}
