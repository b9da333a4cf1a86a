/* Who acts. */
#ifndef ANXIN_SERVICE_ROLE_H
#define ANXIN_SERVICE_ROLE_H

/* Roles an actor may claim (header actorrole); a handler's row lists who may send. On ipc a trusted uid may
 * claim any. Apart from service.h, so that rules about roles stay pure. */
enum role {
    ROLE_CLIENT = 1 << 0,
    ROLE_PARTNER = 1 << 1, /* an outside system */
    ROLE_RECEPTIONIST = 1 << 2,
    ROLE_DISPATCHER = 1 << 3,
    ROLE_WORKER = 1 << 4,
    ROLE_MANAGER = 1 << 5,
    ROLE_TRAINEE = 1 << 6,
    ROLE_TRAINER = 1 << 7,
    ROLE_REGISTRAR = 1 << 8,
    ROLE_MEDIATOR = 1 << 9,
    ROLE_OFFICER = 1 << 10, /* intake and mediation office */
    ROLE_SUPERVISOR = 1 << 11,
    ROLE_OPERATOR = 1 << 12, /* runs the system; may do what a row marks OPERATOR */
    ROLE_SERVICE = 1 << 13,  /* events of another service */
    ROLE_STAFF = ROLE_RECEPTIONIST | ROLE_DISPATCHER | ROLE_MANAGER | ROLE_OPERATOR,
    ROLE_ANY = (1 << 13) - 1,
    /* Those who act for themselves, or for one who has asked them; all others read of people at work. */
    ROLE_OWN = ROLE_CLIENT | ROLE_PARTNER | ROLE_WORKER | ROLE_TRAINEE | ROLE_SERVICE
};

/* Role of a name ("dispatcher"), 0 when unknown; and back. */
unsigned role_of(const char *name);
const char *role_name(unsigned role);

/* Why a role may not do something, as a sentence: one that does not exist is named, with those that do. */
#define ROLE_WHY 256
void role_why(char why[ROLE_WHY], const char *name, const char *otherwise);

#endif
