// The files in the directory `templates`; base/template.h describes their syntax.
#ifndef PICTURE_TEMPLATES_H
#define PICTURE_TEMPLATES_H

#include "template.h"

extern const char template_drawing_css[];
extern const char template_page_css[];
extern const char template_page_html[];

#endif
