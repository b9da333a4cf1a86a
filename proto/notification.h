/* What notification says and is told: readers, rules, notices on feed.<reader>, cursors, acknowledgements. */
#ifndef ANXIN_PROTO_NOTIFICATION_H
#define ANXIN_PROTO_NOTIFICATION_H

#include "proto/shape.h"

/* On feed.<reader>. Minimal text (N12): no names, no subjects. */
#define FIELDS_notice_created(F, W, G) \
    F(ID, notice, REQ, 1, 64, "notice") \
    F(ID, reader, REQ, 1, 64, "whose feed") \
    F(CODE, rule, REQ, 1, 32, "rule that made it") \
    F(INT, priority, REQ, 1, 5, "5 most urgent") \
    F(BOOL, needs_ack, OPT, 0, 1, "must be acknowledged (N3)") \
    F(TEXT, title, REQ, 1, 120, "Chinese") \
    F(TEXT, title_en, REQ, 1, 120, "English") \
    F(CODE, event_type, REQ, 1, 64, "event it tells of") \
    F(ID, event, REQ, 1, 64, "id of that event; of a summary its own") \
    F(ID, about, OPT, 1, 64, "object of that event: a booking, visit, case ...") \
    F(CODE, station, OPT, 1, 32, "station") \
    F(TIME, at, REQ, 0, INT64_MAX, "when that event happened") \
    F(INT, listed, OPT, 0, INT64_MAX, "a summary (N8): so many notices stand in it; notice.list summary=<notice> lists them")
#define FIELDS_notice_acked(F, W, G) \
    F(ID, notice, REQ, 1, 64, "notice") \
    F(ID, reader, REQ, 1, 64, "reader") \
    F(ID, by, REQ, 1, 64, "who acknowledged") \
    F(TIME, at, REQ, 0, INT64_MAX, "when")
#define FIELDS_reader_cursor_moved(F, W, G) \
    F(ID, reader, REQ, 1, 64, "reader") \
    F(CODE, device, REQ, 1, 32, "device") \
    F(INT, number, OPT, 0, INT64_MAX, "number in the feed that has been read") \
    F(BOOL, rewound, OPT, 0, 1, "moved backwards on purpose (I23)")

/* ---- commands ---- */

#define ACK_WORDS "none|one|all"
#define AUDIENCE_WORDS "station|district|person|readers"

#define READER_FACTS(F, W) \
    F(ID, reader, REQ, 1, 64, "reader: id of a member of staff, a worker, a trainee") \
    F(CODES, roles, REQ, 1, 6, "roles: receptionist, dispatcher, manager, mediator ...") \
    F(CODE, station, REQ, 1, 32, "station, or * for the whole district") \
    F(BOOL, active, OPT, 0, 1, "is told by role and by list; what concerns the reader in person is told in any case")
#define FIELDS_reader_put(F, W, G) READER_FACTS(F, W)

/* Titles may hold {field} for a code, word, number or time of the event: "{station} {service} {start}". */
#define RULE_FACTS(F, W) \
    F(CODE, rule, REQ, 1, 32, "rule") \
    F(CODE, pattern, REQ, 1, 64, "event type, all of a kind (visit.*) or *") \
    W(audience, REQ, AUDIENCE_WORDS, "roles at the event's station, roles of the whole district, a person of the event, named readers") \
    F(CODES, roles, OPT, 0, 6, "station, district: roles that are told") \
    F(CODE, person, OPT, 1, 32, "person: field of the event that names the reader: worker, trainee, from_worker, trainer") \
    F(INT, priority, REQ, 1, 5, "5 most urgent") \
    W(ack, REQ, ACK_WORDS, "who must acknowledge (N3)") \
    F(TEXT, title, REQ, 1, 120, "Chinese") \
    F(TEXT, title_en, REQ, 1, 120, "English")
#define FIELDS_rule_put(F, W, G) RULE_FACTS(F, W) F(IDS, readers, OPT, 0, 16, "readers: who is told")
#define FIELDS_rule_remove(F, W, G) F(CODE, rule, REQ, 1, 32, "rule; its versions are kept")

#define FIELDS_notice_ack(F, W, G) F(ID, notice, REQ, 1, 64, "notice")
#define FIELDS_feed_move(F, W, G) \
    F(ID, reader, REQ, 1, 64, "whose feed") \
    F(CODE, device, REQ, 1, 32, "device") \
    F(INT, number, REQ, 1, INT64_MAX, "number in the feed that has been read; never backwards")
#define FIELDS_feed_rewind(F, W, G) \
    F(ID, reader, REQ, 1, 64, "whose feed") \
    F(CODE, device, REQ, 1, 32, "device") \
    F(INT, number, OPT, 0, INT64_MAX, "number to go back to; absent: the beginning") \
    F(CODE, reason, REQ, 1, 32, "why; kept (I23)")

/* ---- queries ---- */

#define FIELDS_feed_get(F, W, G) \
    F(ID, id, REQ, 1, 64, "reader") \
    F(CODE, device, OPT, 1, 32, "device; absent: as far as any device has read")
#define FIELDS_feed_get_answer(F, W, G) \
    F(ID, reader, REQ, 1, 64, "reader") \
    F(CODE, stream, REQ, 1, 64, "stream of the feed: feed.<reader>, or feed.~<hash> when the id does not fit a stream name") \
    F(CODE, device, OPT, 1, 32, "device") \
    F(INT, last, OPT, 0, INT64_MAX, "last number of the feed") \
    F(INT, cursor, OPT, 0, INT64_MAX, "read so far on this device") \
    F(INT, furthest, OPT, 0, INT64_MAX, "read so far on any device") \
    F(INT, unread, OPT, 0, INT64_MAX, "notices after the cursor") \
    F(INT, unacked, OPT, 0, INT64_MAX, "notices that wait for an acknowledgement") \
    F(INT, first, OPT, 0, INT64_MAX, "first number that the feed still holds") \
    F(INT, missed, OPT, 0, INT64_MAX, "entries after the cursor that were trimmed: look for their notices with notice.list")

#define NOTICE_STATE "told|open|acked"
#define NOTICE_ROW(F, W) \
    F(ID, notice, REQ, 1, 64, "notice") \
    F(ID, reader, REQ, 1, 64, "reader") \
    F(CODE, rule, REQ, 1, 32, "rule that made it") \
    F(INT, number, OPT, 0, INT64_MAX, "number in the feed; of one in a summary that of the summary, absent until it is told") \
    F(INT, priority, REQ, 1, 5, "5 most urgent") \
    W(state, REQ, NOTICE_STATE, "told: nothing more to do; open: waits for an acknowledgement") \
    F(TEXT, title, REQ, 1, 120, "Chinese") \
    F(CODE, event_type, REQ, 1, 64, "event it tells of") \
    F(ID, about, OPT, 1, 64, "object of that event") \
    F(TIME, at, REQ, 0, INT64_MAX, "when that event happened") \
    F(ID, summary, OPT, 1, 64, "held back by a storm limit: the summary that lists it (N8)") \
    F(INT, listed, OPT, 0, INT64_MAX, "a summary: so many notices stand in it")
#define FIELDS_notice_row(F, W, G) NOTICE_ROW(F, W)
#define FIELDS_notice_get(F, W, G) F(ID, id, REQ, 1, 64, "notice")
#define FIELDS_notice_get_answer(F, W, G) NOTICE_ROW(F, W) \
    F(TEXT, label, OPT, 1, 32, "the state in Chinese") \
    F(TEXT, label_en, OPT, 1, 32, "and in English") \
    F(TEXT, state_zh, REQ, 1, 32, "label under its older name") \
    F(TEXT, title_en, REQ, 1, 120, "English") \
    F(INT, rule_version, REQ, 1, INT64_MAX, "version of the rule") \
    W(ack, REQ, ACK_WORDS, "who must acknowledge") \
    F(ID, event, REQ, 1, 64, "id of the event") \
    F(CODE, station, OPT, 1, 32, "station") \
    F(ID, acked_by, OPT, 1, 64, "who acknowledged") \
    F(TIME, acked_at, OPT, 0, INT64_MAX, "when")
#define FIELDS_notice_list(F, W, G) \
    F(ID, reader, OPT, 1, 64, "of this reader; needed unless operator or supervisor") \
    F(BOOL, unacked, OPT, 0, 1, "only those that wait for an acknowledgement") \
    F(ID, summary, OPT, 1, 64, "only those that this summary lists (N8)") \
    F(ID, after, OPT, 1, 64, "go on after this notice, from the answer before") \
    F(INT, limit, OPT, 1, 100, "rows at most; default 100")
#define FIELDS_notice_list_answer(F, W, G) \
    G(notice_row, rows, OPT, 100, "notices by id, which is about the order of their events") \
    F(ID, next, OPT, 1, 64, "ask again with after = this; absent when that was all")

#define RULE_STANDING(F, W) \
    F(INT, version, REQ, 1, INT64_MAX, "counts its changes") \
    F(BOOL, active, OPT, 0, 1, "makes notices")
#define FIELDS_rule_row(F, W, G) \
    F(CODE, rule, REQ, 1, 32, "rule") \
    F(CODE, pattern, REQ, 1, 64, "events") \
    W(audience, REQ, AUDIENCE_WORDS, "audience") \
    F(CODES, roles, OPT, 0, 6, "roles") \
    F(INT, priority, REQ, 1, 5, "priority") \
    W(ack, REQ, ACK_WORDS, "who must acknowledge") \
    F(TEXT, title, REQ, 1, 120, "Chinese") \
    RULE_STANDING(F, W)
#define FIELDS_rule_get(F, W, G) F(ID, id, REQ, 1, 64, "rule")
#define FIELDS_rule_get_answer(F, W, G) RULE_FACTS(F, W) F(IDS, readers, OPT, 0, 16, "readers") RULE_STANDING(F, W)
#define FIELDS_rule_list(F, W, G) \
    F(BOOL, active, OPT, 0, 1, "only those that make notices") \
    F(ID, after, OPT, 1, 64, "go on after this rule, from the answer before") \
    F(INT, limit, OPT, 1, 100, "rows at most; default 100")
#define FIELDS_rule_list_answer(F, W, G) \
    G(rule_row, rows, OPT, 100, "rules by name") \
    F(ID, next, OPT, 1, 64, "ask again with after = this; absent when that was all")

#define FIELDS_reader_row(F, W, G) READER_FACTS(F, W)
#define FIELDS_reader_get(F, W, G) F(ID, id, REQ, 1, 64, "reader")
#define FIELDS_reader_get_answer(F, W, G) READER_FACTS(F, W) F(INT, revision, REQ, 1, INT64_MAX, "revision")
#define FIELDS_reader_list(F, W, G) \
    F(CODE, station, OPT, 1, 32, "of this station, or *") \
    F(ID, after, OPT, 1, 64, "go on after this reader, from the answer before") \
    F(INT, limit, OPT, 1, 100, "rows at most; default 100")
#define FIELDS_reader_list_answer(F, W, G) \
    G(reader_row, rows, OPT, 100, "readers by id") \
    F(ID, next, OPT, 1, 64, "ask again with after = this; absent when that was all")

#define NOTIFICATION_MESSAGES(M) \
    M(COMMAND, reader_put, "reader.put", "name or change a reader") \
    M(COMMAND, rule_put, "rule.put", "name or change a rule; each change is a version (N1)") \
    M(COMMAND, rule_remove, "rule.remove", "the rule makes no more notices") \
    M(COMMAND, notice_ack, "notice.ack", "acknowledge a notice (N3, D10 row 12)") \
    M(COMMAND, feed_move, "feed.move", "this device has read so far (N2, D10 row 11)") \
    M(COMMAND, feed_rewind, "feed.rewind", "go back on purpose (I23)") \
    M(QUERY, feed_get, "feed.get", "how far a reader has read") \
    M(ANSWER, feed_get_answer, "feed.get.answer", "answer to feed.get") \
    M(QUERY, notice_get, "notice.get", "one notice") \
    M(ANSWER, notice_get_answer, "notice.get.answer", "answer to notice.get") \
    M(QUERY, notice_list, "notice.list", "notices of a reader") \
    M(ANSWER, notice_list_answer, "notice.list.answer", "answer to notice.list") \
    M(QUERY, rule_get, "rule.get", "one rule") \
    M(ANSWER, rule_get_answer, "rule.get.answer", "answer to rule.get") \
    M(QUERY, rule_list, "rule.list", "the rules") \
    M(ANSWER, rule_list_answer, "rule.list.answer", "answer to rule.list") \
    M(QUERY, reader_get, "reader.get", "one reader") \
    M(ANSWER, reader_get_answer, "reader.get.answer", "answer to reader.get") \
    M(QUERY, reader_list, "reader.list", "the readers") \
    M(ANSWER, reader_list_answer, "reader.list.answer", "answer to reader.list") \
    M(EVENT, notice_created, "notice.created", "something for this reader (D10 row 1)") \
    M(EVENT, notice_acked, "notice.acked", "acknowledged, which is more than read (D10 row 12)") \
    M(EVENT, reader_cursor_moved, "reader.cursor_moved", "a reader has read so far (D10 row 11)")

#define NOTIFICATION_RECORDS(R) R(notice_row) R(rule_row) R(reader_row)

PROTO_RECORDS(NOTIFICATION_RECORDS)
PROTO_MESSAGES(NOTIFICATION_MESSAGES)

#endif
