/* Why somebody acts or reads (X4): the header's `reason`, for the trail. Pure. A purpose of a closed list, and perhaps
 * what it is about: "case", "care:H-0080", "complaint:ST1-2026-0007". It names nobody and holds no text about anybody:
 * what stands in the trail outlives an erasure. */
#ifndef ANXIN_SERVICE_REASON_H
#define ANXIN_SERVICE_REASON_H

#define REASON_PURPOSES                                                                                                \
    "care|dispatch|contact|case|complaint|training|staffing|billing|request|authority|audit|support|emergency"

/* NULL when that is a reason, or "" none; else what is wrong with it, as a sentence. */
const char *reason_flaw(const char *reason);

#endif
