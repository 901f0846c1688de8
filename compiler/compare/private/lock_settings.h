// What a lock says of Kconfig values, for messages.
#ifndef COMPARE_LOCK_SETTINGS_H
#define COMPARE_LOCK_SETTINGS_H

#include "diagnostic.h"
#include "lock.h"

/// What to say of each Kconfig value that was another one when the layout was locked: in an arena.
struct text_list settings_others(struct arena *arena, const struct layout *before,
                                 const struct layout *after);

/// Notes the Kconfig values that places follow and that were others when the layout was locked.
/// False if none was; then it may note that an older lock does not tell of them.
bool settings_note(struct diagnostic *diagnostic, const struct layout *before,
                   const struct layout *after);

/// Notes what to do where other values made another layout of the same revision.
void settings_note_advice(struct diagnostic *diagnostic, const struct lock *lock,
                          const struct layout *layout);

#endif
