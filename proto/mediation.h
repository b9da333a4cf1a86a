/* What mediation says and is told: cases. Subject, parties and texts never leave the service. */
#ifndef ANXIN_PROTO_MEDIATION_H
#define ANXIN_PROTO_MEDIATION_H

#include "proto/shape.h"

#define CASE_FACTS(F, W) \
    F(ID, case_id, REQ, 1, 64, "case") \
    F(CODE, number, REQ, 1, 32, "number for people") \
    F(CODE, station, REQ, 1, 32, "station") \
    F(ID, booking, OPT, 1, 64, "booking it is about (A2.14)")

#define FIELDS_case_filed(F, W, G) CASE_FACTS(F, W) \
    W(category, REQ, "service|pay|safety|training|other", "coarse category")
#define FIELDS_case_screened(F, W, G) CASE_FACTS(F, W) \
    W(route, REQ, "labour|people|consumer|hotline", "route (K2)") \
    F(TIME, accept_by, REQ, 0, INT64_MAX, "to be accepted or declined by then") \
    F(CODE, calendar_version, OPT, 1, 32, "calendar of working days it was computed with") \
    F(BOOL, provisional, OPT, 0, 1, "reaches into a year whose calendar is not known")
#define FIELDS_case_accepted(F, W, G) CASE_FACTS(F, W) \
    F(CODE, route, REQ, 1, 32, "route") \
    F(TIME, due, REQ, 0, INT64_MAX, "to be concluded by then (K5)") \
    F(CODE, calendar_version, REQ, 1, 32, "calendar of working days it was computed with") \
    F(BOOL, provisional, OPT, 0, 1, "reaches into a year whose calendar is not known")
#define FIELDS_case_failed(F, W, G) CASE_FACTS(F, W) \
    F(CODE, reason, REQ, 1, 32, "due_passed, ended_by_party, no_agreement ...") \
    F(CODE, next, REQ, 1, 32, "next body told: arbitration, court ...")
#define FIELDS_case_next_told(F, W, G) CASE_FACTS(F, W) \
    F(ID, party, REQ, 1, 64, "party who is told") \
    W(next, REQ, "arbitration|court|hotline_12345|market_12315", "body to which the party may go on")
/* How it ends without agreement case.next_told says. */
#define FIELDS_case_filer_told(F, W, G) CASE_FACTS(F, W) \
    F(ID, party, REQ, 1, 64, "the filer, who is told") \
    W(step, REQ, "accepted|agreed|withdrawn", "accepted, or closed: with an agreement, as withdrawn")
#define FIELDS_case_agreed(F, W, G) CASE_FACTS(F, W) F(INT, terms, OPT, 0, 100, "number of terms") \
    F(TIME, first_due, OPT, 0, INT64_MAX, "the first of them is to be done by then") \
    F(TIME, last_due, OPT, 0, INT64_MAX, "and the last")
#define FIELDS_case_withdrawn(F, W, G) CASE_FACTS(F, W)
#define FIELDS_case_closed(F, W, G) CASE_FACTS(F, W) \
    W(outcome, REQ, "agreed|failed|withdrawn", "how it ended")

/* The complaint was found true (K14); roster takes up what concerns a worker (D4 row 7). */
#define FIELDS_case_upheld(F, W, G) CASE_FACTS(F, W) \
    F(ID, party, REQ, 1, 64, "party whom it is against") \
    F(BOOL, serious, OPT, 0, 1, "a worker is suspended over it")

/* The public document about complaints is mediation's (A1.5); booking has the other two. */
#define FIELDS_complaint_doc_published(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    F(INT, version, REQ, 1, INT64_MAX, "its version") \
    F(TIME, valid_from, REQ, 0, INT64_MAX, "in force from")

/* ---- commands ---- */

#define CASE_CATEGORY "service|pay|safety|training|other"
#define CASE_RELATION "company_employee|household_worker|consumer_company|trainee_base|other"
#define CASE_ROUTE "labour|people|consumer|hotline"
#define CASE_NEXT "arbitration|court|hotline_12345|market_12315"

#define FIELDS_case_file(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station that takes the complaint in") \
    W(category, REQ, CASE_CATEGORY, "coarse category; screening fixes it") \
    W(relation, REQ, CASE_RELATION, "who the parties are to each other, as the filer claims (K2)") \
    F(ID, booking, OPT, 1, 64, "booking it is about (A2.14)") \
    W(channel, REQ, "miniapp|counter|phone|oral", "how it came in; oral is written down by staff (K1)") \
    F(BOOL, anonymous, OPT, 0, 1, "a tip: filer and filer_name stay empty; never mediated (K1)") \
    F(ID, filer, OPT, 1, 64, "who complains; a client, worker or trainee who sends this: the sender when absent") \
    F(PERSONAL, filer_name, OPT, 1, 64, "name of the filer") \
    F(ID, respondent, OPT, 1, 64, "against whom: an id or a name is needed") \
    F(PERSONAL, respondent_name, OPT, 1, 64, "name of the respondent") \
    F(PERSONAL, subject, REQ, 1, 255, "what it is about") \
    F(PERSONAL, story, OPT, 1, 2000, "what happened, in the filer's words") \
    F(PERSONAL, wish, OPT, 1, 255, "what the filer wants; needed unless anonymous") \
    F(TIME, happened, OPT, 0, INT64_MAX, "when it happened; needed unless anonymous")
#define FIELDS_case_screen(F, W, G) \
    F(ID, case_id, REQ, 1, 64, "case") \
    W(category, REQ, CASE_CATEGORY, "category as found") \
    W(relation, REQ, CASE_RELATION, "relation of the parties as found") \
    W(route, OPT, CASE_ROUTE, "route; absent: the one that the relation decides")
#define FIELDS_case_accept(F, W, G) F(ID, case_id, REQ, 1, 64, "case")
#define FIELDS_case_fail(F, W, G) \
    F(ID, case_id, REQ, 1, 64, "case") \
    W(reason, REQ, "no_agreement|ended_by_party|no_contact|tip_handled", "why it ends without agreement") \
    W(next, OPT, CASE_NEXT, "next body the parties were told of; absent: that of the route")
/* What one side, or both, is to do; what it is stands in the text, under the same number. */
#define FIELDS_case_term(F, W, G) \
    W(who, REQ, "filer|respondent|both", "who does it") \
    F(TIME, due, REQ, 0, INT64_MAX, "by then") \
    F(INT, amount, OPT, 0, INT64_MAX, "what is paid, fen")
#define FIELDS_case_agree(F, W, G) \
    F(ID, case_id, REQ, 1, 64, "case") \
    F(INT, terms, OPT, 0, 100, "number of terms: as many as are dated") \
    F(PERSONAL, text, REQ, 1, 2000, "what was agreed, term by term") \
    F(CODES, checks, OPT, 0, 8, "what the mediator made sure of, all five: capable, voluntary, lawful, harmless, clear (D9 row 16)") \
    G(case_term, dated, OPT, 32, "terms with their dates: at least one")
#define FIELDS_case_withdraw(F, W, G) F(ID, case_id, REQ, 1, 64, "case")
#define FIELDS_case_uphold(F, W, G) F(ID, case_id, REQ, 1, 64, "case that has been screened; once") \
    F(BOOL, serious, OPT, 0, 1, "so serious that a worker is suspended over it")
#define FIELDS_case_close(F, W, G) F(ID, case_id, REQ, 1, 64, "case")
#define FIELDS_complaint_doc_publish(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    F(TEXT, title, REQ, 1, 120, "title, Chinese") \
    F(TEXT, text, REQ, 1, 8000, "the document, Chinese") \
    F(TEXT, text_en, OPT, 1, 8000, "the same in English") \
    F(TIME, valid_from, OPT, 1, INT64_MAX, "in force from, not from before the one that is now; default: now")

/* What the mediator and one side alone may see (K9): on no stream, in no notice, in no export of the case. */
#define CASE_SIDE "filer|respondent"
#define FIELDS_case_note(F, W, G) F(ID, case_id, REQ, 1, 64, "case that has not ended") \
    W(side, OPT, CASE_SIDE, "which side sees it beside the mediator; of a party: absent, its own") \
    F(PERSONAL, text, REQ, 1, 2000, "the note")

/* ---- queries ---- */

#define CASE_STAGE "FILED|SCREENED|ACCEPTED|AGREED|FAILED|WITHDRAWN|CLOSED"
/* All that a list may tell: number, stage and dates (K9). */
#define CASE_ROW(F, W) \
    F(ID, case_id, REQ, 1, 64, "case") \
    F(CODE, number, REQ, 1, 32, "number for people") \
    F(CODE, station, REQ, 1, 32, "station") \
    W(stage, REQ, CASE_STAGE, "state") \
    F(TEXT, label, OPT, 1, 32, "the stage in Chinese") \
    F(TEXT, label_en, OPT, 1, 32, "and in English") \
    F(TEXT, stage_zh, REQ, 1, 32, "label under its older name") \
    W(route, OPT, CASE_ROUTE, "route, once screened") \
    F(TIME, filed, REQ, 0, INT64_MAX, "filed at") \
    F(TIME, accept_by, REQ, 0, INT64_MAX, "to be accepted before then") \
    F(TIME, due, OPT, 0, INT64_MAX, "to be concluded before then, once accepted") \
    F(TIME, deadline, OPT, 0, INT64_MAX, "what is due next, while open") \
    F(TIME, ended, OPT, 0, INT64_MAX, "ended at")
#define FIELDS_case_row(F, W, G) CASE_ROW(F, W)

#define FIELDS_case_get(F, W, G) F(ID, id, REQ, 1, 64, "case")
/* To mediators and officers; a supervisor gets the fields down to `revision` only, a party these, what it has told itself
 * and what was agreed. */
#define FIELDS_case_get_answer(F, W, G) CASE_ROW(F, W) \
    F(TIME, accepted, OPT, 0, INT64_MAX, "accepted at") \
    F(CODE, calendar_version, REQ, 1, 32, "calendar of working days of the deadlines") \
    F(BOOL, provisional, OPT, 0, 1, "a deadline reaches into a year whose calendar is not known") \
    F(CODE, reason, OPT, 1, 32, "why it failed") \
    F(CODE, next, OPT, 1, 32, "next body told") \
    F(INT, revision, REQ, 1, INT64_MAX, "revision") \
    W(category, OPT, CASE_CATEGORY, "category") \
    W(relation, OPT, CASE_RELATION, "relation, as screened or as claimed") \
    W(claimed, OPT, CASE_RELATION, "relation as the filer claimed") \
    F(CODE, channel, OPT, 1, 32, "how it came in") \
    F(BOOL, anonymous, OPT, 0, 1, "a tip") \
    F(ID, booking, OPT, 1, 64, "booking it is about") \
    F(ID, filer, OPT, 1, 64, "who complains") \
    F(PERSONAL, filer_name, OPT, 1, 64, "name") \
    F(ID, respondent, OPT, 1, 64, "against whom") \
    F(PERSONAL, respondent_name, OPT, 1, 64, "name") \
    F(ID, entered_by, OPT, 1, 64, "who wrote it down") \
    F(TIME, happened, OPT, 0, INT64_MAX, "when it happened") \
    F(PERSONAL, subject, OPT, 1, 255, "what it is about") \
    F(PERSONAL, story, OPT, 1, 2000, "what happened") \
    F(PERSONAL, wish, OPT, 1, 255, "what the filer wants") \
    F(INT, terms, OPT, 0, 100, "number of terms agreed") \
    F(PERSONAL, text, OPT, 1, 2000, "what was agreed") \
    G(case_term, dated, OPT, 32, "its terms with their dates") \
    F(BOOL, checked, OPT, 0, 1, "it went through the legal check list") \
    F(ID, origin, OPT, 1, 64, "outside system that filed it")

#define FIELDS_case_notes(F, W, G) F(ID, id, REQ, 1, 64, "case") \
    W(side, OPT, CASE_SIDE, "of this side alone; a party sees its own only") \
    F(ID, after, OPT, 1, 64, "go on after this note, from the answer before") \
    F(INT, limit, OPT, 1, 20, "notes at most; default 20")
#define FIELDS_case_note_row(F, W, G) F(ID, note, REQ, 1, 64, "note") \
    W(side, REQ, CASE_SIDE, "which side sees it") \
    F(TIME, at, REQ, 0, INT64_MAX, "written at") \
    F(ID, by, OPT, 1, 64, "by whom") \
    F(CODE, role, REQ, 1, 32, "in which role") \
    F(PERSONAL, text, OPT, 1, 2000, "the note; absent when it was erased")
#define FIELDS_case_notes_answer(F, W, G) \
    G(case_note_row, rows, OPT, 20, "private notes, by id, which is about the order of writing") \
    F(ID, next, OPT, 1, 64, "ask again with after = this; absent when that was all")

/* The file of a case for an authority, sealed for the holder of one key: not even who carries it can read it. */
#define FIELDS_case_export(F, W, G) F(ID, id, REQ, 1, 64, "case; the header gives a reason") \
    F(CODE, recipient, REQ, 1, 32, "for whom: a code of the authority, court-1; it stands in the trail of acts") \
    F(CODE, key, REQ, 40, 40, "public key that it is sealed for (Curve25519, Z85)")
#define FIELDS_case_export_answer(F, W, G) \
    F(BYTES, sealed, REQ, 1, 61440, "the file: a line `anxin-sealed-1`, then a sealed box of libsodium") \
    F(HASH, digest, REQ, 32, 32, "BLAKE2b-256 of it, as it stands in the trail of acts")

#define CASE_PAGE(F, W) \
    F(ID, after, OPT, 1, 64, "go on after this case, from the answer before") \
    F(INT, limit, OPT, 1, 100, "rows at most; default 100")
#define CASE_PAGE_ANSWER(F, W, G) \
    G(case_row, rows, OPT, 100, "cases by id, which is about the order of filing") \
    F(ID, next, OPT, 1, 64, "ask again with after = this; absent when that was all")

#define FIELDS_case_list(F, W, G) CASE_PAGE(F, W) \
    F(CODE, station, OPT, 1, 32, "of this station") \
    W(stage, OPT, CASE_STAGE, "in this state")
#define FIELDS_case_list_answer(F, W, G) CASE_PAGE_ANSWER(F, W, G)
#define FIELDS_case_by_booking(F, W, G) CASE_PAGE(F, W) F(ID, id, REQ, 1, 64, "booking")
#define FIELDS_case_by_booking_answer(F, W, G) CASE_PAGE_ANSWER(F, W, G)
#define FIELDS_case_overdue(F, W, G) CASE_PAGE(F, W) F(CODE, station, OPT, 1, 32, "of this station")
#define FIELDS_case_overdue_answer(F, W, G) CASE_PAGE_ANSWER(F, W, G)

#define FIELDS_complaint_doc_current(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    F(TIME, at, OPT, 1, INT64_MAX, "in force then; default: now")
#define FIELDS_complaint_doc_current_answer(F, W, G) \
    F(CODE, station, REQ, 1, 32, "station") \
    F(INT, version, REQ, 1, INT64_MAX, "its version") \
    F(TIME, valid_from, REQ, 0, INT64_MAX, "in force from") \
    F(TEXT, title, REQ, 1, 120, "title, Chinese") \
    F(TEXT, text, REQ, 1, 8000, "the document, Chinese") \
    F(TEXT, text_en, OPT, 1, 8000, "the same in English")

#define MEDIATION_MESSAGES(M) \
    M(COMMAND, case_file, "case.file", "take a complaint in (D9 row 1)") \
    M(COMMAND, case_screen, "case.screen", "fix category, relation and route (D9 row 3)") \
    M(COMMAND, case_accept, "case.accept", "take it on: the clock runs (D9 row 5)") \
    M(COMMAND, case_fail, "case.fail", "end it without agreement (D9 row 15)") \
    M(COMMAND, case_agree, "case.agree", "record the agreement (D9 row 16)") \
    M(COMMAND, case_withdraw, "case.withdraw", "the filer gives up (D9 row 21)") \
    M(COMMAND, case_uphold, "case.uphold", "the complaint is found true (K14)") \
    M(COMMAND, case_note, "case.note", "a private note for the mediator and one side (K9)") \
    M(COMMAND, case_close, "case.close", "close the file of an agreement") \
    M(QUERY, case_get, "case.get", "one case: everything, or stage and clocks, by role (K9)") \
    M(ANSWER, case_get_answer, "case.get.answer", "answer to case.get") \
    M(QUERY, case_notes, "case.notes", "private notes: of both sides to a mediator, its own to a party (K9)") \
    M(ANSWER, case_notes_answer, "case.notes.answer", "answer to case.notes") \
    M(QUERY, case_export, "case.export", "a case's file for an authority, sealed for its key; without the private notes (K9)") \
    M(ANSWER, case_export_answer, "case.export.answer", "answer to case.export") \
    M(QUERY, case_list, "case.list", "cases: number, stage, dates") \
    M(ANSWER, case_list_answer, "case.list.answer", "answer to case.list") \
    M(QUERY, case_by_booking, "case.by_booking", "cases about one booking") \
    M(ANSWER, case_by_booking_answer, "case.by_booking.answer", "answer to case.by_booking") \
    M(QUERY, case_overdue, "case.overdue", "open cases whose next deadline has passed (A4.3)") \
    M(ANSWER, case_overdue_answer, "case.overdue.answer", "answer to case.overdue") \
    M(EVENT, case_filed, "case.filed", "somebody complains (D9 row 1)") \
    M(EVENT, case_screened, "case.screened", "category and route are fixed (D9 row 3)") \
    M(EVENT, case_accepted, "case.accepted", "the clock runs (D9 row 5)") \
    M(EVENT, case_failed, "case.failed", "no agreement (D9 row 15)") \
    M(EVENT, case_next_told, "case.next_told", "a party is told where it may go on (D9 row 15)") \
    M(EVENT, case_filer_told, "case.filer_told", "the filer is told that the case is accepted, or closed (D9 row 5)") \
    M(EVENT, case_agreed, "case.agreed", "an agreement (D9 row 16)") \
    M(EVENT, case_withdrawn, "case.withdrawn", "the filer gives up (D9 row 21)") \
    M(EVENT, case_upheld, "case.upheld", "the complaint was found true (K14)") \
    M(EVENT, case_closed, "case.closed", "the file is closed: whatever it held is free") \
    M(COMMAND, complaint_doc_publish, "complaint_doc.publish", "a new version of how complaints are handled (A1.5)") \
    M(QUERY, complaint_doc_current, "complaint_doc.current", "how complaints are handled: the document in force") \
    M(ANSWER, complaint_doc_current_answer, "complaint_doc.current.answer", "answer to complaint_doc.current") \
    M(EVENT, complaint_doc_published, "complaint_doc.published", "how complaints are handled is public (A1.5)")

#define MEDIATION_RECORDS(R) R(case_row) R(case_term) R(case_note_row)

PROTO_RECORDS(MEDIATION_RECORDS)
PROTO_MESSAGES(MEDIATION_MESSAGES)

#endif
