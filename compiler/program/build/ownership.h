// Whose the files in an output directory are: what schemac did not make, it does not replace.
#ifndef OWNERSHIP_H
#define OWNERSHIP_H

#include "outputs.h"

/// Whether each file that a part writes may take its place: nothing is there, or what is there was
/// made from the same schema. If so, what is to be noted of them is in the part, and `noted` (of
/// struct artifact) gets the manifest that is to be there first: it has the files as they were,
/// too, so that a run that is cut off is not an obstacle to the next. False, and reported, if not.
bool ownership_claim(struct outputs *outputs, struct outputs_part *part,
                     const struct text_list *inputs, struct artifact_list *noted);

#endif
