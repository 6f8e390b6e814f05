// Replays requests that were signed beforehand, over keep-alive connections, and tells how long each took.
//
//   load PORT PLAN BODY CONNECTIONS SECONDS CYCLE
//
// PLAN is a file of records: a 16-byte little-endian header { u32 head length, u32 expected status (0: any 2xx), u64 body
// length } and the head itself, a whole HTTP request up to its empty line. Bodies are the first bytes of the file BODY.
// With CYCLE 1 the plan starts over at its end; with 0 the run ends there. One thread, one epoll: the client should be
// cheap beside the server that it measures. Bodies of answers are dropped inside the kernel (MSG_TRUNC).

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

struct record { uint32_t headLength, status; uint64_t bodyLength; };

struct request { const struct record *record; const char *head; };

struct connection {
    int fd;
    const struct request *request;  // nothing while idle
    uint64_t sent, started;
    int status, isHeadRequest, wantsWrite;
    int64_t bodyLeft;               // -1 until the head of the answer is complete
    size_t received;
    char head[16384];
};

static struct request *requests;
static size_t requestCount, nextRequest;
static const char *bodies;
static int port, poller, cycle;
static uint64_t deadline, lastAnswer, receivedBytes, sentBytes;
static uint32_t *latencies;         // microseconds
static size_t latencyCount, latencyRoom, errors;
static char firstError[400];

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static void die(const char *what) {
    perror(what);
    exit(1);
}

static const char *mapFile(const char *path, size_t *length) {
    int fd = open(path, O_RDONLY);
    struct stat info;
    if (fd < 0 || fstat(fd, &info) < 0) die(path);
    *length = (size_t)info.st_size;
    const char *data = mmap(NULL, *length ? *length : 1, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    if (data == MAP_FAILED) die(path);
    return data;
}

static void readPlan(const char *path) {
    size_t length, at = 0, room = 0;
    const char *data = mapFile(path, &length);
    while (at + sizeof(struct record) <= length) {
        const struct record *record = (const void *)(data + at);
        if (requestCount == room) {
            room = room ? room * 2 : 1024;
            requests = realloc(requests, room * sizeof *requests);
            if (!requests) die("memory");
        }
        requests[requestCount++] = (struct request){ record, data + at + sizeof *record };
        at += sizeof *record + record->headLength;
    }
}

static void connectTo(struct connection *connection) {
    struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0) die("connect");
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    fcntl(fd, F_SETFL, O_NONBLOCK);
    connection->fd = fd;
    connection->wantsWrite = 0;
    struct epoll_event event = { .events = EPOLLIN, .data.ptr = connection };
    if (epoll_ctl(poller, EPOLL_CTL_ADD, fd, &event) < 0) die("epoll");
}

static void watchWriting(struct connection *connection, int on) {
    if (connection->wantsWrite == on) return;
    connection->wantsWrite = on;
    struct epoll_event event = { .events = EPOLLIN | (on ? EPOLLOUT : 0), .data.ptr = connection };
    epoll_ctl(poller, EPOLL_CTL_MOD, connection->fd, &event);
}

static void fail(struct connection *connection, const char *what) {
    if (!errors++)
        snprintf(firstError, sizeof firstError, "%s (status %d): %.200s", what, connection->status, connection->head);
    close(connection->fd);
    connection->request = NULL;
    connectTo(connection);
}

static void writeMore(struct connection *connection) {
    const struct record *record = connection->request->record;
    uint64_t total = record->headLength + record->bodyLength;
    while (connection->sent < total) {
        ssize_t count;
        if (connection->sent < record->headLength)
            count = send(connection->fd, connection->request->head + connection->sent, record->headLength - connection->sent,
                         MSG_NOSIGNAL | (record->bodyLength ? MSG_MORE : 0));
        else
            count = send(connection->fd, bodies + (connection->sent - record->headLength), total - connection->sent,
                         MSG_NOSIGNAL);
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            watchWriting(connection, 1);
            return;
        }
        if (count < 0) {
            fail(connection, strerror(errno));
            return;
        }
        connection->sent += (uint64_t)count;
        sentBytes += (uint64_t)count;
    }
    watchWriting(connection, 0);
}

// Gives the connection its next request; returns 0 when there is none.
static int begin(struct connection *connection) {
    uint64_t time = now();
    if (time >= deadline) return 0;
    if (nextRequest == requestCount) {
        if (!cycle) return 0;
        nextRequest = 0;
    }
    connection->request = &requests[nextRequest++];
    connection->isHeadRequest = !strncmp(connection->request->head, "HEAD ", 5);
    connection->sent = 0;
    connection->received = 0;
    connection->bodyLeft = -1;
    connection->status = 0;
    connection->started = time;
    writeMore(connection);
    return 1;
}

static void answered(struct connection *connection) {
    lastAnswer = now();
    const struct record *record = connection->request->record;
    int expected = record->status ? (uint32_t)connection->status == record->status : connection->status / 100 == 2;
    if (!expected || connection->sent < record->headLength + record->bodyLength) {
        fail(connection, "unexpected answer");
        return;
    }
    if (latencyCount == latencyRoom) {
        latencyRoom = latencyRoom ? latencyRoom * 2 : 65536;
        latencies = realloc(latencies, latencyRoom * sizeof *latencies);
        if (!latencies) die("memory");
    }
    latencies[latencyCount++] = (uint32_t)((lastAnswer - connection->started) / 1000);
    connection->request = NULL;
}

// Reads the head of the answer, as far as it has come; returns 0 when more is needed.
static int parseHead(struct connection *connection) {
    connection->head[connection->received] = 0;
    char *end = memmem(connection->head, connection->received, "\r\n\r\n", 4);
    if (!end) return 0;
    connection->status = connection->received > 12 ? atoi(connection->head + 9) : 0;
    char *length = strcasestr(connection->head, "\r\ncontent-length:");
    int64_t body = length && length < end ? atoll(length + 17) : 0;
    if (connection->isHeadRequest || connection->status == 204 || connection->status == 304) body = 0;
    connection->bodyLeft = body - (int64_t)(connection->received - (size_t)(end + 4 - connection->head));
    return 1;
}

static void readMore(struct connection *connection) {
    while (connection->request) {
        ssize_t count;
        if (connection->bodyLeft < 0) {
            size_t room = sizeof connection->head - 1 - connection->received;
            if (!room) return fail(connection, "the head of the answer is too long");
            count = recv(connection->fd, connection->head + connection->received, room, 0);
        } else {
            count = recv(connection->fd, NULL, (size_t)connection->bodyLeft, MSG_TRUNC);
        }
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
        if (count <= 0) return fail(connection, count ? strerror(errno) : "the server closed the connection");
        receivedBytes += (uint64_t)count;
        if (connection->bodyLeft < 0) {
            connection->received += (size_t)count;
            if (!parseHead(connection)) continue;
            if (connection->bodyLeft < 0) return fail(connection, "more bytes than announced");
        } else {
            connection->bodyLeft -= count;
        }
        if (connection->bodyLeft == 0) answered(connection);
    }
}

static int ascending(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

int main(int count, char **arguments) {
    if (count != 7) {
        fprintf(stderr, "usage: load PORT PLAN BODY CONNECTIONS SECONDS CYCLE\n");
        return 2;
    }
    port = atoi(arguments[1]);
    readPlan(arguments[2]);
    size_t bodyLength;
    bodies = mapFile(arguments[3], &bodyLength);
    int connectionCount = atoi(arguments[4]);
    cycle = atoi(arguments[6]);
    poller = epoll_create1(0);
    struct connection *connections = calloc((size_t)connectionCount, sizeof *connections);
    for (int i = 0; i < connectionCount; i++) connectTo(&connections[i]);

    uint64_t started = lastAnswer = now();
    deadline = started + (uint64_t)(atof(arguments[5]) * 1e9);
    uint64_t giveUp = deadline + 60000000000u;
    int busy = 0;
    for (int i = 0; i < connectionCount; i++) busy += begin(&connections[i]);
    while (busy > 0 && now() < giveUp && errors < 100) {
        struct epoll_event events[64];
        int ready = epoll_wait(poller, events, 64, 1000);
        for (int i = 0; i < ready; i++) {
            struct connection *connection = events[i].data.ptr;
            if (!connection->request) continue;
            if (events[i].events & EPOLLOUT) writeMore(connection);
            if (connection->request && events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) readMore(connection);
            if (!connection->request && !begin(connection)) busy--;
        }
    }
    qsort(latencies, latencyCount, sizeof *latencies, ascending);
    for (char *letter = firstError; *letter; letter++)
        if ((unsigned char)*letter < 32 || *letter == '"' || *letter == '\\') *letter = ' ';
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double seconds = (double)(lastAnswer - started) / 1e9;
    double cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
        + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    printf("{\"count\": %zu, \"errors\": %zu, \"seconds\": %.6f, \"p50\": %u, \"p99\": %u, \"received\": %llu, "
           "\"sent\": %llu, \"cpu\": %.3f, \"firstError\": \"%s\"}\n",
           latencyCount, errors, seconds, latencyCount ? latencies[latencyCount / 2] : 0,
           latencyCount ? latencies[latencyCount * 99 / 100] : 0, (unsigned long long)receivedBytes,
           (unsigned long long)sentBytes, cpu, firstError);
    return 0;
}
