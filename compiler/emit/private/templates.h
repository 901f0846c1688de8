// The files in the directory `templates`; base/template.h describes their syntax.
#ifndef EMIT_TEMPLATES_H
#define EMIT_TEMPLATES_H

#include "template.h"

extern const char template_fragment_cmake[];
extern const char template_fragment_mk[];

#endif
