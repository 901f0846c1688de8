// The texts in the folder `templates`, which base's template.h says how to read.
#ifndef PICTURE_TEMPLATES_H
#define PICTURE_TEMPLATES_H

#include "template.h"

extern const char template_drawing_css[];
extern const char template_page_css[];
extern const char template_page_html[];

#endif
