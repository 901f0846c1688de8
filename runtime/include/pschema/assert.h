/** @file
 * Assertions that are checked when a program compiles, in C99 and later, and C++11 and later.
 *
 * For generated headers: that a struct has the same layout in memory as its fields in flash.
 */
#ifndef PSCHEMA_ASSERT_H
#define PSCHEMA_ASSERT_H

#include <stddef.h>

/** Does not compile where the condition, a constant, is false. */
#if defined(__cplusplus)
#define PSCHEMA_ASSERT(condition, message) static_assert(condition, message)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define PSCHEMA_ASSERT(condition, message) _Static_assert(condition, message)
#elif defined(__GNUC__)
/* In C99, glibc has a macro of this name, which gives no message and declares one function again
 * and again. What follows its name here is not a parenthesis yet when macros are looked for. */
#define PSCHEMA_ASSERT(condition, message)                                                         \
    __extension__ _Static_assert PSCHEMA_NOTHING(condition, message)
#define PSCHEMA_NOTHING /**< separates the two */
#else
/* The same function is declared again and again; it cannot have -1 elements. */
#define PSCHEMA_ASSERT(condition, message) extern char(*pschema_assert(void))[(condition) ? 1 : -1]
#endif

#ifndef __cplusplus
/** 0, in an expression of C that does not compile where the condition, a constant, is false. */
#if defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define PSCHEMA_ZERO_IF(condition, message)                                                        \
    (0u * (unsigned)sizeof(struct {                                                                \
         _Static_assert(condition, message);                                                       \
         char pschema_member;                                                                      \
     }))
#else
#define PSCHEMA_ZERO_IF(condition, message)                                                        \
    (0u * (unsigned)sizeof(struct { int pschema_condition_is_false : (condition) ? 1 : -1; }))
#endif
#endif

/** That a struct has this size, in bytes. */
#define PSCHEMA_ASSERT_SIZE(type, size)                                                            \
    PSCHEMA_ASSERT(sizeof(type) == (size), "this compiler adds padding after the last member")

/** The size of a member. */
#ifdef __cplusplus
#define PSCHEMA_SIZE_OF(type, member) sizeof(static_cast<type *>(nullptr)->member)
#else
#define PSCHEMA_SIZE_OF(type, member) sizeof(((type *)NULL)->member)
#endif

/** That a member has this size. */
#define PSCHEMA_ASSERT_MEMBER(type, member, size)                                                  \
    PSCHEMA_ASSERT(PSCHEMA_SIZE_OF(type, member) == (size),                                        \
                   "`" #member "` does not have the same size in this compiler as in flash")

/** That a member has this offset and size. */
#define PSCHEMA_ASSERT_PLACE(type, member, place, size)                                            \
    PSCHEMA_ASSERT_MEMBER(type, member, size);                                                     \
    PSCHEMA_ASSERT(offsetof(type, member) == (place),                                              \
                   "this compiler puts `" #member "` at another offset than it has in flash")

#endif
