/* A disk that keeps only what was synced, and that can be full or failing, for the programs that are run with it.

   Loaded with LD_PRELOAD. Below PROOF_FOLDER every write goes to the file, and what stood there before is noted in
   PROOF_LOG, one log for each file; fsync and fdatasync empty the log of that file (and are not passed on: nothing here
   depends on the real disk). Names that are made, removed or renamed are noted in one log, where syncing a folder is
   noted too. After everything was killed, `proof.power.cut` undoes what is in the logs, or lets a part of it stand.

   PROOF_FAULTS: a file of five numbers (uint32), read at every call: writes that fail in a million, with which errno,
   syncs that fail in a million, with which errno, and 1 when only writes fail that make a file longer (a full disk). */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { WATCHED_FDS = 65536 };
static unsigned char watched[WATCHED_FDS]; /* 1: a file below the folder, 2: a folder */
static const char *folder, *logs;
static size_t folder_length;
static volatile uint32_t *faults;
static __thread uint64_t dice;

struct record {
    uint32_t magic, kind; /* kind: 'W' a write, 'T' another length */
    uint64_t offset, length, old_length, old_size;
};

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define CACHED(name)                                \
    static __typeof__(&name) real;                  \
    if (!real) real = REAL(name)

/* The shim's own calls go to the kernel directly, so that it never meets itself. */
static int sys_open(const char *path, int flags) { return syscall(SYS_openat, AT_FDCWD, path, flags | O_CLOEXEC, 0600); }
static ssize_t sys_write(int fd, const void *data, size_t n) { return syscall(SYS_write, fd, data, n); }
static ssize_t sys_pwrite(int fd, const void *data, size_t n, off_t at) { return syscall(SYS_pwrite64, fd, data, n, at); }
static void sys_close(int fd) { syscall(SYS_close, fd); }

__attribute__((constructor)) static void begin(void) {
    /* Copies: PostgreSQL writes the names of its processes over its environment. */
    folder = getenv("PROOF_FOLDER") ? strdup(getenv("PROOF_FOLDER")) : NULL;
    logs = getenv("PROOF_LOG") ? strdup(getenv("PROOF_LOG")) : NULL;
    folder_length = folder ? strlen(folder) : 0;
    const char *control = getenv("PROOF_FAULTS");
    int fd = control ? sys_open(control, O_RDONLY) : -1;
    if (fd >= 0) {
        void *at = mmap(NULL, 20, PROT_READ, MAP_SHARED, fd, 0);
        if (at != MAP_FAILED) faults = at;
        sys_close(fd);
    }
}

static int below(const char *path) {
    return folder && !strncmp(path, folder, folder_length) && (path[folder_length] == '/' || !path[folder_length]);
}

static void whole_path(int dir, const char *path, char *whole) {
    size_t n = 0;
    if (path[0] != '/') {
        char link[64];
        if (dir == AT_FDCWD) strcpy(link, "/proc/self/cwd");
        else snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
        ssize_t got = readlink(link, whole, PATH_MAX - 2);
        n = got > 0 ? (size_t)got : 0;
        whole[n++] = '/';
        if (!strncmp(path, "./", 2)) path += 2;
    }
    snprintf(whole + n, PATH_MAX - n, "%s", path);
}

static int fails(int which, int growing) {
    if (!faults || !faults[which] || (which == 0 && faults[4] && !growing)) return 0;
    if (!dice) dice = ((uint64_t)getpid() << 32) ^ (uint64_t)(uintptr_t)&dice ^ (uint64_t)time(NULL) ^ 0x9E3779B97F4A7C15u;
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    if (dice % 1000000 >= faults[which]) return 0;
    errno = (int)faults[which + 1];
    return 1;
}

/* The log of a file, locked; closing it lets it go. */
static int open_log(ino_t inode) {
    char path[PATH_MAX];
    snprintf(path, sizeof path, "%s/%llu.log", logs, (unsigned long long)inode);
    int fd = sys_open(path, O_RDWR | O_CREAT | O_APPEND);
    if (fd >= 0) flock(fd, LOCK_EX);
    return fd;
}

static void read_old(int fd, char *into, size_t n, off_t at) {
    size_t done = 0;
    int other = -1;
    while (done < n) {
        ssize_t got = syscall(SYS_pread64, other >= 0 ? other : fd, into + done, n - done, at + (off_t)done);
        if (got < 0 && errno == EBADF && other < 0) { /* opened for writing only */
            char link[64];
            snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
            if ((other = sys_open(link, O_RDONLY)) < 0) break;
            continue;
        }
        if (got <= 0) break;
        done += (size_t)got;
    }
    if (other >= 0) sys_close(other);
}

static void note(int log, int fd, uint32_t kind, off_t at, const void *data, size_t n) {
    struct stat state;
    if (fstat(fd, &state)) return;
    uint64_t size = (uint64_t)state.st_size, start = (uint64_t)at;
    uint64_t end = kind == 'W' ? start + n : size;
    if (end > size) end = size;
    uint64_t old = end > start ? end - start : 0;
    struct record head = {0x504F5752, kind, start, n, old, size};
    char *whole = malloc(sizeof head + old + n);
    if (!whole) abort();
    memcpy(whole, &head, sizeof head);
    read_old(fd, whole + sizeof head, old, at);
    if (n) memcpy(whole + sizeof head + old, data, n);
    if (sys_write(log, whole, sizeof head + old + n) < 0) abort();
    free(whole);
}

static void note_name(const char *what, ino_t dir, const char *one, const char *two, const char *stash) {
    char line[3 * PATH_MAX], path[PATH_MAX];
    snprintf(path, sizeof path, "%s/names", logs);
    int fd = sys_open(path, O_WRONLY | O_CREAT | O_APPEND);
    if (fd < 0) return;
    int n = snprintf(line, sizeof line, "%s\t%llu\t%s\t%s\t%s\n", what, (unsigned long long)dir, one, two, stash);
    sys_write(fd, line, (size_t)n);
    sys_close(fd);
}

static ino_t folder_of(const char *path) {
    char parent[PATH_MAX];
    struct stat state;
    snprintf(parent, sizeof parent, "%s", path);
    char *slash = strrchr(parent, '/');
    if (slash) *slash = 0;
    return stat(parent, &state) ? 0 : state.st_ino;
}

/* A second name for a file that is about to lose its only one. */
static void put_aside(const char *path, char *stash) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    snprintf(stash, PATH_MAX, "%s/stash/%d-%lld-%ld", logs, getpid(), (long long)now.tv_sec, now.tv_nsec);
    if (syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, stash, 0)) stash[0] = 0;
}

static int is_watched(int fd, int as) { return fd >= 0 && fd < WATCHED_FDS && watched[fd] == as; }

static off_t size_of(int fd) {
    struct stat state;
    return fstat(fd, &state) ? 0 : state.st_size;
}

static ssize_t written(int fd, const void *data, size_t n, off_t at, int moves) {
    if (fails(0, at + (off_t)n > size_of(fd))) return -1;
    if (!logs) return moves ? sys_write(fd, data, n) : sys_pwrite(fd, data, n, at);
    struct stat state;
    fstat(fd, &state);
    int log = open_log(state.st_ino);
    if (moves && (fcntl(fd, F_GETFL) & O_APPEND)) at = size_of(fd);
    note(log, fd, 'W', at, data, n);
    ssize_t done = moves ? sys_write(fd, data, n) : sys_pwrite(fd, data, n, at);
    int kept = errno;
    if (log >= 0) sys_close(log);
    errno = kept;
    return done;
}

ssize_t write(int fd, const void *data, size_t n) {
    if (!is_watched(fd, 1)) return sys_write(fd, data, n);
    off_t at = (fcntl(fd, F_GETFL) & O_APPEND) ? size_of(fd) : lseek(fd, 0, SEEK_CUR);
    return written(fd, data, n, at, 1);
}

ssize_t pwrite64(int fd, const void *data, size_t n, off64_t at) {
    return is_watched(fd, 1) ? written(fd, data, n, at, 0) : sys_pwrite(fd, data, n, at);
}
ssize_t pwrite(int fd, const void *data, size_t n, off_t at) { return pwrite64(fd, data, n, at); }

static ssize_t joined(int fd, const struct iovec *parts, int count, off_t at, int moves) {
    ssize_t whole = 0;
    for (int i = 0; i < count; i++) {
        if (!parts[i].iov_len) continue;
        ssize_t done = moves ? write(fd, parts[i].iov_base, parts[i].iov_len)
                             : pwrite64(fd, parts[i].iov_base, parts[i].iov_len, at + whole);
        if (done < 0) return whole ? whole : -1;
        whole += done;
        if ((size_t)done < parts[i].iov_len) break;
    }
    return whole;
}

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t at) {
    return is_watched(fd, 1) ? joined(fd, parts, count, at, 0) : syscall(SYS_pwritev, fd, parts, count, at, 0);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at) { return pwritev64(fd, parts, count, at); }

ssize_t writev(int fd, const struct iovec *parts, int count) {
    return is_watched(fd, 1) ? joined(fd, parts, count, 0, 1) : syscall(SYS_writev, fd, parts, count);
}

static int cut_to(int fd, off_t length) {
    struct stat state;
    fstat(fd, &state);
    if (fails(0, length > state.st_size)) return -1;
    int log = logs ? open_log(state.st_ino) : -1;
    if (log >= 0) note(log, fd, 'T', length, NULL, 0);
    int done = (int)syscall(SYS_ftruncate, fd, length), kept = errno;
    if (log >= 0) sys_close(log);
    errno = kept;
    return done;
}

int ftruncate64(int fd, off64_t length) {
    return is_watched(fd, 1) ? cut_to(fd, length) : (int)syscall(SYS_ftruncate, fd, length);
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int posix_fallocate64(int fd, off64_t at, off64_t length) {
    if (is_watched(fd, 1) && at + length > size_of(fd)) return cut_to(fd, at + length) ? errno : 0;
    return is_watched(fd, 1) ? 0 : (syscall(SYS_fallocate, fd, 0, at, length) ? errno : 0);
}
int posix_fallocate(int fd, off_t at, off_t length) { return posix_fallocate64(fd, at, length); }

static int synced(int fd) {
    struct stat state;
    if (fails(2, 0)) return -1;
    if (!logs || fstat(fd, &state)) return 0;
    if (S_ISDIR(state.st_mode)) {
        note_name("S", state.st_ino, "", "", "");
        return 0;
    }
    int log = open_log(state.st_ino);
    if (log >= 0) {
        if (syscall(SYS_ftruncate, log, 0)) abort();
        sys_close(log);
    }
    return 0;
}

int fsync(int fd) { return is_watched(fd, 1) || is_watched(fd, 2) ? synced(fd) : (int)syscall(SYS_fsync, fd); }
int fdatasync(int fd) { return is_watched(fd, 1) || is_watched(fd, 2) ? synced(fd) : (int)syscall(SYS_fdatasync, fd); }
int sync_file_range(int fd, off64_t at, off64_t length, unsigned flags) {
    return is_watched(fd, 1) ? 0 : (int)syscall(SYS_sync_file_range, fd, at, length, flags); /* promises nothing */
}

static int opened(int dir, const char *path, int flags, mode_t mode) {
    char whole[PATH_MAX];
    struct stat state;
    whole_path(dir, path, whole);
    int ours = below(whole), is_new = 0, empties = 0;
    if (ours && logs) {
        int there = !stat(whole, &state);
        is_new = (flags & O_CREAT) && !there;
        empties = there && (flags & O_TRUNC) && state.st_size;
    }
    int fd = (int)syscall(SYS_openat, dir, path, empties ? flags & ~O_TRUNC : flags, mode), kept = errno;
    if (fd >= 0 && fd < WATCHED_FDS) {
        watched[fd] = 0;
        if (ours && !fstat(fd, &state)) watched[fd] = S_ISDIR(state.st_mode) ? 2 : S_ISREG(state.st_mode) ? 1 : 0;
        if (is_new && watched[fd] == 1) {
            char log[PATH_MAX];
            snprintf(log, sizeof log, "%s/%llu.log", logs, (unsigned long long)state.st_ino);
            syscall(SYS_unlink, log); /* of a file that had this number before */
            note_name("C", folder_of(whole), whole, "", "");
        }
        if (empties) cut_to(fd, 0);
    }
    errno = kept;
    return fd;
}

static mode_t mode_in(int flags, va_list more) { return flags & (O_CREAT | __O_TMPFILE) ? va_arg(more, mode_t) : 0; }

#define OPEN(name)                                    \
    int name(const char *path, int flags, ...) {      \
        va_list more;                                 \
        va_start(more, flags);                        \
        mode_t mode = mode_in(flags, more);           \
        va_end(more);                                 \
        return opened(AT_FDCWD, path, flags, mode);   \
    }
OPEN(open)
OPEN(open64)
#define OPENAT(name)                                       \
    int name(int dir, const char *path, int flags, ...) {  \
        va_list more;                                      \
        va_start(more, flags);                             \
        mode_t mode = mode_in(flags, more);                \
        va_end(more);                                      \
        return opened(dir, path, flags, mode);             \
    }
OPENAT(openat)
OPENAT(openat64)
int __open_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }
int __open64_2(const char *path, int flags) { return opened(AT_FDCWD, path, flags, 0); }

int close(int fd) {
    CACHED(close);
    if (fd >= 0 && fd < WATCHED_FDS) watched[fd] = 0;
    return real(fd);
}

int unlink(const char *path) {
    CACHED(unlink);
    char whole[PATH_MAX], stash[PATH_MAX] = "";
    whole_path(AT_FDCWD, path, whole);
    if (!logs || !below(whole)) return real(path);
    put_aside(whole, stash);
    int done = real(path), kept = errno;
    if (!done) note_name("U", folder_of(whole), whole, "", stash);
    else if (stash[0]) real(stash);
    errno = kept;
    return done;
}

int rename(const char *from, const char *to) {
    CACHED(rename);
    char one[PATH_MAX], two[PATH_MAX], stash[PATH_MAX] = "";
    struct stat state;
    whole_path(AT_FDCWD, from, one);
    whole_path(AT_FDCWD, to, two);
    if (!logs || !below(two)) return real(from, to);
    if (!lstat(two, &state) && S_ISREG(state.st_mode)) put_aside(two, stash);
    int done = real(from, to), kept = errno;
    if (!done) note_name("R", folder_of(two), one, two, stash);
    errno = kept;
    return done;
}

int link(const char *from, const char *to) {
    CACHED(link);
    char whole[PATH_MAX];
    whole_path(AT_FDCWD, to, whole);
    int done = real(from, to), kept = errno;
    if (!done && logs && below(whole)) note_name("C", folder_of(whole), whole, "", "");
    errno = kept;
    return done;
}
