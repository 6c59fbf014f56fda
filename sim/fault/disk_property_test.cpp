#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>
#include <sqlite3.h>

#include <array>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/fault/disk.hpp"

/// The VFS's own functions, called as SQLite calls them, against files that are plain strings.
namespace syncsim::sim {
namespace {

using model = std::map<std::string, std::string>;

model as_model(const disk_image& image)
{
    model files;
    for (const auto& [name, bytes] : image.files)
        for (auto& text = files[name]; const std::byte each : bytes)
            text.push_back(static_cast<char>(each));
    return files;
}

class open_file {
public:
    open_file(sqlite3_vfs& vfs, const char* name, int flags)
        : memory_(static_cast<std::size_t>(vfs.szOsFile) / sizeof(std::max_align_t) + 1),
          file_(reinterpret_cast<sqlite3_file*>(memory_.data())),
          opened(vfs.xOpen(&vfs, name, file_, flags, nullptr))
    {
    }
    ~open_file()
    {
        if (file_->pMethods) file_->pMethods->xClose(file_);
    }
    open_file(const open_file&) = delete;
    open_file& operator=(const open_file&) = delete;

    int write(const std::string& bytes, std::int64_t offset)
    {
        const int size = static_cast<int>(bytes.size());
        return file_->pMethods->xWrite(file_, bytes.data(), size, offset);
    }
    int read(std::string& bytes, std::int64_t offset)
    {
        const int size = static_cast<int>(bytes.size());
        return file_->pMethods->xRead(file_, bytes.data(), size, offset);
    }
    int truncate(std::int64_t size) { return file_->pMethods->xTruncate(file_, size); }
    int sync() { return file_->pMethods->xSync(file_, SQLITE_SYNC_NORMAL); }
    int lock() { return file_->pMethods->xLock(file_, SQLITE_LOCK_SHARED); }
    int unlock() { return file_->pMethods->xUnlock(file_, SQLITE_LOCK_NONE); }
    int check_reserved_lock()
    {
        int reserved = 0;
        return file_->pMethods->xCheckReservedLock(file_, &reserved);
    }
    std::optional<std::size_t> size()
    {
        sqlite3_int64 bytes = -1;
        if (file_->pMethods->xFileSize(file_, &bytes) != SQLITE_OK) return std::nullopt;
        return static_cast<std::size_t>(bytes);
    }

private:
    /// Aligned for what the VFS makes in it.
    std::vector<std::max_align_t> memory_;
    sqlite3_file* file_;

public:
    const int opened;
};

struct action {
    enum class verb { write, read, truncate, sync, lock, size, exists, reopen, remove } what;
    /// Which of three files.
    std::size_t file;
    std::size_t offset;
    std::string bytes;
};

std::ostream& operator<<(std::ostream& out, const action& each)
{
    constexpr std::array verbs{
        "write", "read", "truncate", "sync", "lock", "size", "exists", "reopen", "remove"};
    return out << verbs.at(static_cast<std::size_t>(each.what)) << " file " << each.file << " at "
               << each.offset << " size " << each.bytes.size();
}

std::vector<action> some_actions()
{
    return *rc::gen::container<std::vector<action>>(rc::gen::apply(
        [](int verb, std::size_t file, std::size_t offset, std::size_t size, char fill) {
            return action{static_cast<action::verb>(verb), file, offset, std::string(size, fill)};
        },
        rc::gen::inRange(0, 9),
        rc::gen::inRange<std::size_t>(0, 3),
        rc::gen::inRange<std::size_t>(0, 5000),
        rc::gen::inRange<std::size_t>(1, 5000),
        rc::gen::arbitrary<char>()));
}

/// A process that has files of a disk open, beside what they should be.
class process {
public:
    explicit process(disk& where, model found = {})
        : vfs_(*sqlite3_vfs_find(where.vfs_name().c_str())), expected_(std::move(found))
    {
    }

    /// False where the disk refused; then the expected files stay as they are.
    bool perform(const action& each)
    {
        const std::string name = "file " + std::to_string(each.file);
        const auto offset = static_cast<std::int64_t>(each.offset);
        if (each.what == action::verb::exists) return check_existence(name);
        if (each.what == action::verb::reopen) open_.erase(name);
        if (each.what == action::verb::remove) return remove(name);

        open_file* file = open(name);
        if (!file) return false;
        std::string& expected = expected_[name];
        switch (each.what) {
        case action::verb::write:
            if (file->write(each.bytes, offset) != SQLITE_OK) return false;
            expected.resize(std::max(expected.size(), each.offset + each.bytes.size()));
            expected.replace(each.offset, each.bytes.size(), each.bytes);
            return true;
        case action::verb::read: return check_read(*file, expected, each);
        case action::verb::truncate:
            if (file->truncate(offset) != SQLITE_OK) return false;
            expected.resize(each.offset);
            return true;
        case action::verb::sync: return file->sync() == SQLITE_OK;
        case action::verb::lock: return check_locks(*file);
        case action::verb::size: return check_size(*file, expected);
        default: return true;
        }
    }

    const model& expected() const { return expected_; }

private:
    open_file* open(const std::string& name)
    {
        auto& file = open_[name];
        if (file) return file.get();
        const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MAIN_DB;
        file = std::make_unique<open_file>(vfs_, name.c_str(), flags);
        if (file->opened != SQLITE_OK) file.reset();
        if (file) expected_.try_emplace(name);
        return file.get();
    }

    /// The file is removed while it is open.
    bool remove(const std::string& name)
    {
        const int removed = vfs_.xDelete(&vfs_, name.c_str(), 0);
        if (removed == SQLITE_IOERR_DELETE) return false;
        RC_ASSERT(removed == (expected_.erase(name) ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT));
        open_.erase(name);
        return true;
    }

    bool check_existence(const std::string& name)
    {
        int exists = -1;
        const int code = vfs_.xAccess(&vfs_, name.c_str(), SQLITE_ACCESS_EXISTS, &exists);
        if (code == SQLITE_IOERR_ACCESS) return false;
        RC_ASSERT(code == SQLITE_OK);
        const auto at = expected_.find(name);
        RC_ASSERT((exists != 0) == (at != expected_.end() && !at->second.empty()));
        return true;
    }

    static bool check_locks(open_file& file)
    {
        const bool locked = file.lock() == SQLITE_OK;
        RC_ASSERT((file.check_reserved_lock() == SQLITE_OK) == locked);
        RC_ASSERT((file.unlock() == SQLITE_OK) == locked);
        return locked;
    }

    static bool check_size(open_file& file, const std::string& expected)
    {
        const auto size = file.size();
        RC_ASSERT(!size || *size == expected.size());
        return size.has_value();
    }

    static bool check_read(open_file& file, const std::string& expected, const action& each)
    {
        std::string bytes(each.bytes.size(), '?');
        const int code = file.read(bytes, static_cast<std::int64_t>(each.offset));
        if (code == SQLITE_IOERR_READ) return false;

        std::string there;
        if (each.offset < expected.size()) there = expected.substr(each.offset, bytes.size());
        RC_ASSERT(code == (there.size() == bytes.size() ? SQLITE_OK : SQLITE_IOERR_SHORT_READ));
        there.resize(bytes.size());
        RC_ASSERT(bytes == there);
        return true;
    }

    sqlite3_vfs& vfs_;
    std::map<std::string, std::unique_ptr<open_file>> open_;
    model expected_;
};

RC_GTEST_PROP(DiskProperty, HoldsWhatAnyFileSystemWouldHold, ())
{
    disk phone{[] { return protocol::duration{0}; }, chance{1}, {}};
    process app{phone};

    for (const action& each : some_actions()) RC_ASSERT(app.perform(each));

    RC_ASSERT(as_model(phone.image()) == app.expected());
}

RC_GTEST_PROP(DiskProperty, HoldsAfterACrashWhatWasThereBeforeIt, ())
{
    disk phone{[] { return protocol::duration{0}; }, chance{1}, {}};
    process app{phone};
    phone.crash_before(*rc::gen::inRange<std::uint64_t>(0, 50));

    for (const action& each : some_actions()) {
        if (app.perform(each)) continue;
        RC_ASSERT(phone.crashes() == 1u);
        break;
    }

    RC_ASSERT(as_model(phone.image()) == app.expected());
}

RC_GTEST_PROP(DiskProperty, RefusesTheDeadEverything, ())
{
    disk phone{[] { return protocol::duration{0}; }, chance{1}, {}};
    process app{phone};
    for (const action& each : some_actions()) RC_ASSERT(app.perform(each));
    phone.crash();
    const auto at_crash = phone.image();

    for (const action& each : some_actions()) RC_ASSERT_FALSE(app.perform(each));

    RC_ASSERT(phone.image() == at_crash);
}

RC_GTEST_PROP(DiskProperty, IsBackAsItWasAfterARestore, ())
{
    disk phone{[] { return protocol::duration{0}; }, chance{1}, {}};
    model found;
    {
        process app{phone};
        for (const action& each : some_actions()) RC_ASSERT(app.perform(each));
        found = app.expected();
    }
    const auto before = phone.image();
    {
        process app{phone, found};
        for (const action& each : some_actions()) RC_ASSERT(app.perform(each));
    }

    phone.restore(before);

    RC_ASSERT(as_model(phone.image()) == found);
}

}  // namespace
}  // namespace syncsim::sim
