#include "sim/fault/disk.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "protocol/support/check.hpp"
#include "protocol/support/sqlite.hpp"

namespace syncsim::sim {
namespace {

using support::check;

constexpr int longest_name = 255;

/// As most devices have it. SQLite aligns nothing to it where overwriting is claimed to be safe.
constexpr int sector_bytes = 4096;

/// SQLite counts milliseconds from noon of 24 November 4714 BC; 1970 began so much later.
constexpr sqlite3_int64 epoch_ms = 210'866'760'000'000;

/// What is in a database's first bytes that changes with every commit, and by which an open
/// connection notices that (SQLite's "Database File Format", 1.3.7 and after).
constexpr std::size_t version_offset = 24;
constexpr std::size_t version_bytes = 16;

std::string unique_name()
{
    static std::atomic<std::uint64_t> disks{0};
    return "syncsim-disk-" + std::to_string(disks.fetch_add(1, std::memory_order_relaxed));
}

bool same_version(std::span<const std::byte> a, std::span<const std::byte> b)
{
    constexpr std::size_t end = version_offset + version_bytes;
    if (a.size() < end || b.size() < end) return a.size() == b.size();
    return std::ranges::equal(
        a.subspan(version_offset, version_bytes), b.subspan(version_offset, version_bytes));
}

}  // namespace

/// The files, and what SQLite calls.
struct disk::state {
    struct handle;

    struct file {
        std::vector<std::byte> bytes;
        /// Those of living connections.
        std::vector<handle*> handles;
    };

    /// The VFS from one crash to the next. A connection keeps the address of the one that it was
    /// opened with, so a dead process is known whatever it asks.
    struct mount : sqlite3_vfs {
        explicit mount(state& disk);

        state& owner;
        bool dead = false;
        std::size_t open_handles = 0;
    };

    /// An open file, in memory that belongs to SQLite.
    struct handle : sqlite3_file {
        handle(mount& from, std::shared_ptr<file> opened);
        ~handle();

        mount& through;
        /// Shared: a file that is removed can still be read by who has it open.
        std::shared_ptr<file> of;
        int lock = SQLITE_LOCK_NONE;
    };

    state(std::function<protocol::duration()> clock, chance chances, choice_key root)
        : now(std::move(clock)), luck(chances), key(root)
    {
    }

    const std::string name = unique_name();
    const std::function<protocol::duration()> now;
    const chance luck;
    const choice_key key;

    std::map<std::string, std::shared_ptr<file>, std::less<>> files;
    /// The last one is that of the living process. Others wait for their connections to be closed.
    std::vector<std::unique_ptr<mount>> mounts;
    std::uint64_t draws = 0;
    std::uint64_t crashes = 0;
    std::optional<std::uint64_t> changes_until_crash;
    disk_counts counts;

    std::uint64_t& counter(disk_change kind);
    void add_mount();
    void crash();

    /// The one place that every change passes before it is made: counts it, and says whether the
    /// process that wants it lives to see it made.
    bool admit(disk_change kind, const mount& from);

    static handle& opened(sqlite3_file* raw) noexcept { return *static_cast<handle*>(raw); }
    static mount& mounted(sqlite3_vfs* raw) noexcept { return *static_cast<mount*>(raw); }

    static int open(
        sqlite3_vfs*,
        const char* name,
        sqlite3_file*,
        int flags,
        int* flags_out) noexcept;
    static int remove(sqlite3_vfs*, const char* name, int sync_directory) noexcept;
    static int access(sqlite3_vfs*, const char* name, int flags, int* answer) noexcept;
    static int full_path(sqlite3_vfs*, const char* name, int size, char* out) noexcept;
    static int randomness(sqlite3_vfs*, int size, char* out) noexcept;
    static int sleep(sqlite3_vfs*, int microseconds) noexcept;
    static int current_time(sqlite3_vfs*, sqlite3_int64* out) noexcept;

    static int close(sqlite3_file*) noexcept;
    static int read(sqlite3_file*, void* to, int amount, sqlite3_int64 offset) noexcept;
    static int write(sqlite3_file*, const void* from, int amount, sqlite3_int64 offset) noexcept;
    static int truncate(sqlite3_file*, sqlite3_int64 size) noexcept;
    static int sync(sqlite3_file*, int flags) noexcept;
    static int size(sqlite3_file*, sqlite3_int64* out) noexcept;
    static int lock(sqlite3_file*, int level) noexcept;
    static int unlock(sqlite3_file*, int level) noexcept;
    static int is_reserved(sqlite3_file*, int* answer) noexcept;

    static const sqlite3_io_methods file_methods;
};

// Version 1 has no shared memory and no memory mapping.
constinit const sqlite3_io_methods disk::state::file_methods = [] {
    sqlite3_io_methods methods{};
    methods.iVersion = 1;
    methods.xClose = close;
    methods.xRead = read;
    methods.xWrite = write;
    methods.xTruncate = truncate;
    methods.xSync = sync;
    methods.xFileSize = size;
    methods.xLock = lock;
    methods.xUnlock = unlock;
    methods.xCheckReservedLock = is_reserved;
    methods.xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; };
    methods.xSectorSize = [](sqlite3_file*) { return sector_bytes; };
    methods.xDeviceCharacteristics = [](sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; };
    return methods;
}();

disk::state::mount::mount(state& disk) : sqlite3_vfs{}, owner(disk)
{
    iVersion = 2;
    szOsFile = sizeof(handle);
    mxPathname = longest_name;
    zName = disk.name.c_str();
    xOpen = open;
    xDelete = remove;
    xAccess = access;
    xFullPathname = full_path;
    xRandomness = randomness;
    xSleep = sleep;
    xCurrentTimeInt64 = current_time;
}

disk::state::handle::handle(mount& from, std::shared_ptr<file> opened)
    : sqlite3_file{&file_methods}, through(from), of(std::move(opened))
{
    ++through.open_handles;
    of->handles.push_back(this);
}

disk::state::handle::~handle()
{
    --through.open_handles;
    std::erase(of->handles, this);
}

std::uint64_t& disk::state::counter(disk_change kind)
{
    switch (kind) {
    case disk_change::create: return counts.creates;
    case disk_change::write: return counts.writes;
    case disk_change::truncate: return counts.truncates;
    case disk_change::sync: return counts.syncs;
    case disk_change::remove: return counts.removes;
    }
    check(false, "every kind of change has a counter");
    return counts.writes;
}

void disk::state::add_mount()
{
    mounts.push_back(std::make_unique<mount>(*this));
    const int registered = sqlite3_vfs_register(mounts.back().get(), 0);
    check(registered == SQLITE_OK, "SQLite takes a VFS that is not yet registered");
}

void disk::state::crash()
{
    // A connection has its database file open from beginning to end, so nobody asks a mount
    // without handles for anything, but for the one that is crashing: it may be opening its first.
    std::erase_if(mounts, [](const auto& old) { return old->dead && old->open_handles == 0; });

    mounts.back()->dead = true;
    sqlite3_vfs_unregister(mounts.back().get());
    for (auto& [_, data] : files) data->handles.clear();
    changes_until_crash.reset();
    ++crashes;
    add_mount();
}

bool disk::state::admit(disk_change kind, const mount& from)
{
    if (from.dead) return false;
    if (changes_until_crash) {
        if (*changes_until_crash == 0) {
            crash();
            return false;
        }
        --*changes_until_crash;
    }
    ++counter(kind);
    return true;
}

int disk::state::open(
    sqlite3_vfs* vfs,
    const char* name,
    sqlite3_file* place,
    int flags,
    int* flags_out) noexcept
{
    // SQLite closes what has methods, and calls nothing on what has none.
    place->pMethods = nullptr;
    mount& from = mounted(vfs);
    state& self = from.owner;
    if (from.dead) return SQLITE_CANTOPEN;

    std::shared_ptr<file> found;
    if (const auto at = name ? self.files.find(name) : self.files.end(); at != self.files.end()) {
        found = at->second;
    } else {
        if ((flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
        if (!self.admit(disk_change::create, from)) return SQLITE_CANTOPEN;
        found = std::make_shared<file>();
        // A file without a name is temporary: its handle alone keeps it.
        if (name) self.files.emplace(name, found);
    }

    std::construct_at(static_cast<handle*>(place), from, std::move(found));
    if (flags_out) *flags_out = flags;
    return SQLITE_OK;
}

int disk::state::remove(sqlite3_vfs* vfs, const char* name, int) noexcept
{
    mount& from = mounted(vfs);
    state& self = from.owner;
    if (from.dead) return SQLITE_IOERR_DELETE;
    const auto at = self.files.find(name);
    if (at == self.files.end()) return SQLITE_IOERR_DELETE_NOENT;
    if (!self.admit(disk_change::remove, from)) return SQLITE_IOERR_DELETE;

    self.files.erase(at);
    return SQLITE_OK;
}

int disk::state::access(sqlite3_vfs* vfs, const char* name, int, int* answer) noexcept
{
    const mount& from = mounted(vfs);
    if (from.dead) return SQLITE_IOERR_ACCESS;

    const auto& files = from.owner.files;
    const auto at = files.find(name);
    // As SQLite's own VFS for Unix has it: an empty journal is no journal.
    *answer = at != files.end() && !at->second->bytes.empty();
    return SQLITE_OK;
}

int disk::state::full_path(sqlite3_vfs*, const char* name, int size, char* out) noexcept
{
    const std::size_t length = std::strlen(name) + 1;
    if (length > static_cast<std::size_t>(size)) return SQLITE_CANTOPEN;
    std::memcpy(out, name, length);
    return SQLITE_OK;
}

int disk::state::randomness(sqlite3_vfs* vfs, int size, char* out) noexcept
{
    state& self = mounted(vfs).owner;
    for (char& byte : std::span(out, static_cast<std::size_t>(size)))
        byte = static_cast<char>(self.luck.bits(site::sqlite, self.key / self.draws++));
    return size;
}

int disk::state::sleep(sqlite3_vfs* vfs, int microseconds) noexcept
{
    ++mounted(vfs).owner.counts.sleeps;
    return microseconds;
}

int disk::state::current_time(sqlite3_vfs* vfs, sqlite3_int64* out) noexcept
{
    using std::chrono::milliseconds;
    *out = std::chrono::floor<milliseconds>(mounted(vfs).owner.now()).count() + epoch_ms;
    return SQLITE_OK;
}

int disk::state::close(sqlite3_file* raw) noexcept
{
    std::destroy_at(&opened(raw));
    return SQLITE_OK;
}

int disk::state::read(sqlite3_file* raw, void* to, int amount, sqlite3_int64 offset) noexcept
{
    const handle& from = opened(raw);
    if (from.through.dead) return SQLITE_IOERR_READ;
    ++from.through.owner.counts.reads;

    const auto& bytes = from.of->bytes;
    const auto wanted = static_cast<std::size_t>(amount);
    const std::size_t begin = std::min(static_cast<std::size_t>(offset), bytes.size());
    const std::size_t there = std::min(wanted, bytes.size() - begin);
    auto* const rest = std::copy_n(bytes.data() + begin, there, static_cast<std::byte*>(to));
    if (there == wanted) return SQLITE_OK;
    std::fill_n(rest, wanted - there, std::byte{0});
    return SQLITE_IOERR_SHORT_READ;
}

int disk::state::write(
    sqlite3_file* raw,
    const void* from,
    int amount,
    sqlite3_int64 offset) noexcept
{
    const handle& to = opened(raw);
    if (!to.through.owner.admit(disk_change::write, to.through)) return SQLITE_IOERR_WRITE;

    auto& bytes = to.of->bytes;
    const auto begin = static_cast<std::size_t>(offset);
    const std::size_t end = begin + static_cast<std::size_t>(amount);
    if (bytes.size() < end) bytes.resize(end);
    std::copy_n(static_cast<const std::byte*>(from), end - begin, bytes.data() + begin);
    return SQLITE_OK;
}

int disk::state::truncate(sqlite3_file* raw, sqlite3_int64 size) noexcept
{
    const handle& of = opened(raw);
    if (!of.through.owner.admit(disk_change::truncate, of.through)) return SQLITE_IOERR_TRUNCATE;

    of.of->bytes.resize(static_cast<std::size_t>(size));
    return SQLITE_OK;
}

int disk::state::sync(sqlite3_file* raw, int) noexcept
{
    const handle& of = opened(raw);
    if (!of.through.owner.admit(disk_change::sync, of.through)) return SQLITE_IOERR_FSYNC;
    return SQLITE_OK;
}

int disk::state::size(sqlite3_file* raw, sqlite3_int64* out) noexcept
{
    const handle& of = opened(raw);
    if (of.through.dead) return SQLITE_IOERR_FSTAT;
    *out = static_cast<sqlite3_int64>(of.of->bytes.size());
    return SQLITE_OK;
}

int disk::state::lock(sqlite3_file* raw, int level) noexcept
{
    handle& mine = opened(raw);
    if (mine.through.dead) return SQLITE_IOERR_LOCK;
    if (mine.lock >= level) return SQLITE_OK;

    int others = SQLITE_LOCK_NONE;
    for (const handle* other : mine.of->handles)
        if (other != &mine) others = std::max(others, other->lock);

    // Readers and a writer that has not begun to write go together. One that waits to write lets
    // no reader in.
    if (others >= SQLITE_LOCK_PENDING) return SQLITE_BUSY;
    if (level == SQLITE_LOCK_RESERVED && others >= SQLITE_LOCK_RESERVED) return SQLITE_BUSY;
    if (level == SQLITE_LOCK_EXCLUSIVE && others >= SQLITE_LOCK_SHARED) {
        mine.lock = SQLITE_LOCK_PENDING;
        return SQLITE_BUSY;
    }
    mine.lock = level;
    return SQLITE_OK;
}

int disk::state::unlock(sqlite3_file* raw, int level) noexcept
{
    handle& mine = opened(raw);
    if (mine.through.dead) return SQLITE_IOERR_UNLOCK;
    mine.lock = std::min(mine.lock, level);
    return SQLITE_OK;
}

int disk::state::is_reserved(sqlite3_file* raw, int* answer) noexcept
{
    const handle& mine = opened(raw);
    if (mine.through.dead) return SQLITE_IOERR_CHECKRESERVEDLOCK;
    *answer = std::ranges::any_of(
        mine.of->handles, [](const handle* any) { return any->lock >= SQLITE_LOCK_RESERVED; });
    return SQLITE_OK;
}

disk::disk(std::function<protocol::duration()> now, chance luck, choice_key name)
{
    support::sqlite::configure();
    state_ = std::make_unique<state>(std::move(now), luck, name);
    state_->add_mount();
}

disk::~disk()
{
    const bool closed = std::ranges::all_of(
        state_->mounts, [](const auto& each) { return each->open_handles == 0; });
    check(closed, "every connection is closed before its disk goes");
    sqlite3_vfs_unregister(state_->mounts.back().get());
}

const std::string& disk::vfs_name() const noexcept
{
    return state_->name;
}

void disk::crash()
{
    state_->crash();
}

void disk::crash_before(std::uint64_t nth_change)
{
    state_->changes_until_crash = nth_change;
}

std::uint64_t disk::crashes() const noexcept
{
    return state_->crashes;
}

const disk_counts& disk::counts() const noexcept
{
    return state_->counts;
}

disk_image disk::image() const
{
    disk_image copy;
    for (const auto& [name, data] : state_->files)
        copy.files.emplace_hint(copy.files.end(), name, data->bytes);
    return copy;
}

void disk::restore(const disk_image& earlier)
{
    for (const auto& [name, data] : state_->files) {
        if (data->handles.empty()) continue;
        const bool locked = std::ranges::any_of(
            data->handles, [](const auto* open) { return open->lock != SQLITE_LOCK_NONE; });
        check(!locked, "no connection holds a lock while its files are put back");
        const auto before = earlier.files.find(name);
        check(before != earlier.files.end(), "a file that is open is in the image");
        check(
            !same_version(data->bytes, before->second) || data->bytes == before->second,
            "an open connection can tell that its file was put back");
    }

    std::erase_if(
        state_->files, [&](const auto& each) { return !earlier.files.contains(each.first); });
    for (const auto& [name, bytes] : earlier.files) {
        auto& data = state_->files[name];
        if (!data) data = std::make_shared<state::file>();
        data->bytes = bytes;
    }
    state_->draws = 0;
    state_->changes_until_crash.reset();
}

}  // namespace syncsim::sim
