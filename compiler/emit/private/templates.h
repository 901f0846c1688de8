// The texts in the folder `templates`, which base's template.h says how to read.
#ifndef EMIT_TEMPLATES_H
#define EMIT_TEMPLATES_H

#include "template.h"

extern const char template_fragment_cmake[];
extern const char template_fragment_mk[];

#endif
