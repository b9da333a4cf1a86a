/* What a backup folder looks like: NAME.db of each service, and the manifest. */
#ifndef ANXIN_CTL_BACKUP_H
#define ANXIN_CTL_BACKUP_H

#define BACKUP_MANIFEST "manifest.json"
#define BACKUP_VERSION 1

/* Copies of key files stand apart and expire. */
#define BACKUP_KEYS "backup-keys"
#define KEYS_DAYS 7

#endif
