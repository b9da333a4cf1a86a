/* Documents of a session, and its way into the archive (D5 row 10): what must be on file is there first. */
#include "base/text.h"

#include "session_store.h"
#include "training.h"

static int on_document(struct unit *unit, const void *message)
{
    const struct session_document *put = message;
    struct session session;
    struct session_documented said = {0};
    int result = training_session(unit, put->session, &session);
    if (result != UNIT_DONE)
        return result;
    if (session.state == SESSION_DRAFT || session.state == SESSION_ARCHIVED || session.state == SESSION_CANCELLED)
        return unit_refuse(unit, "wrong_state", "session", "This is not possible while the session is %s.",
                           session_state_name((int)session.state));
    if (document_put(unit->store, session.id, put, unit->now, unit->cause->actorid) != 0 ||
        session_save(unit->store, &session) != 0)
        return unit_trouble(unit);
    unit_revision(unit, session.revision);
    SESSION_FACTS_PUT(said, &session);
    TEXT_PUT(said.document, put->document);
    return unit_emit(unit, MSG_session_documented, &said, session.id);
}

static int archive_guard(struct unit *unit, const struct session *session)
{
    struct session_get_answer answer = {0};
    if (document_list(unit->store, session->id, &answer) != 0)
        return unit_trouble(unit);
    const char *missing = session_document_missing(session, answer.documents.at, answer.documents.count);
    if (!missing)
        return UNIT_DONE;
    return unit_refuse(unit, "document_missing", "session", "Not on file: %s.", missing);
}

static int on_archive(struct unit *unit, const void *message)
{
    const struct session_archive *archive = message;
    struct session session;
    struct session_archived said = {0};
    int result = training_session(unit, archive->session, &session);
    if (result == UNIT_DONE)
        result = session_move(unit, &session, SESSION_ARCHIVE);
    if (result == UNIT_DONE)
        result = archive_guard(unit, &session);
    if (result != UNIT_DONE)
        return result;
    if (session_save(unit->store, &session) != 0)
        return unit_trouble(unit);
    unit_revision(unit, session.revision);
    SESSION_FACTS_PUT(said, &session);
    return unit_emit(unit, MSG_session_archived, &said, session.id);
}

#define BASE (ROLE_REGISTRAR | ROLE_MANAGER | ROLE_OPERATOR)

const struct handler document_handlers[] = {
    {MSG_session_document, BASE, on_document},
    {MSG_session_archive, BASE, on_archive},
    {MSG_NONE, 0, NULL},
};
