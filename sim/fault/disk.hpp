#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "protocol/clocks.hpp"
#include "sim/time/choice.hpp"

/// One node's disk: files in memory, behind a SQLite VFS of their own.
///
/// The databases on it are real SQLite, and after a crash it is SQLite's own recovery that runs on
/// what is left. So this file is where it is decided what a crash leaves.
///
/// **Process crash.** The process dies, the operating system lives on.
/// - Every change that was admitted before the crash is there afterwards, whole, synced or not. No
///   change is torn, because the operating system has had all of it.
/// - No change is made after it. The connections of the dead process still exist as objects, for
///   whoever owns them has yet to drop them: all they ask of the disk is answered with an I/O
///   error, so that closing one neither rolls back nor checkpoints nor deletes a journal.
/// - The locks of the dead process are gone, and so are its temporary files.
/// - Who opens a file next sees it as it was at the crash, hot journal or write-ahead log included.
///
/// **Power cut.** The operating system dies as well. The rules, for which the shape of this file is
/// made; no function does it in this release:
/// - Of each file there is what was written, which is what everybody reads, and what is durable. A
///   sync makes all of that one file durable.
/// - Each write or truncation since the last sync of its file is found, by itself and in any
///   combination with the others: made, not made, or torn, which is made in part. The size of a
///   file is that after some of the truncations and appending writes.
/// - What is torn is torn within the bytes that were written. No other byte of the file changes,
///   because the disk claims SQLITE_IOCAP_POWERSAFE_OVERWRITE. It claims nothing else: appends may
///   grow a file before its bytes arrive, and there are no atomic writes.
/// - A file that was created or removed since the last sync of the directory may be absent or be
///   there, with what of it was durable: a removed journal may come back.
///
/// What makes both possible: changes are of five kinds (`disk_change`), each passes through one
/// function, and there it has an ordinal. A cut before the nth is complete, because between two
/// changes there is nothing that anyone could see.
///
/// **What SQLite asks besides.** Its time and the bytes with which a VFS answers a wish for
/// randomness come from the constructor's arguments, and it never sleeps. SQLite's generator of
/// random numbers is one for the whole process and seeded by the operating system, whatever the
/// VFS: it makes the salts of journals and write-ahead logs. So the bytes of these files differ
/// from run to run, and belong in no digest; what SQLite reads out of them does not.
namespace syncsim::sim {

/// What can change on a disk.
enum class disk_change : std::uint8_t { create, write, truncate, sync, remove };

/// How often SQLite did what. A sync changes what a power cut leaves, and so it is a change.
struct disk_counts {
    std::uint64_t reads = 0;
    std::uint64_t creates = 0;
    std::uint64_t writes = 0;
    std::uint64_t truncates = 0;
    std::uint64_t syncs = 0;
    std::uint64_t removes = 0;
    /// SQLite wanted to wait, which it did not.
    std::uint64_t sleeps = 0;

    std::uint64_t changes() const noexcept
    {
        return creates + writes + truncates + syncs + removes;
    }

    friend bool operator==(const disk_counts&, const disk_counts&) = default;
};

/// All files of a disk, by name.
struct disk_image {
    std::map<std::string, std::vector<std::byte>, std::less<>> files;

    friend bool operator==(const disk_image&, const disk_image&) = default;
};

/// Used by one thread at a time; disks in different threads have nothing in common.
///
/// Locks work as SQLite's own between the connections of one disk, and are never waited for: where
/// another connection is in the way, the answer is SQLITE_BUSY at once. There is no shared memory,
/// so a write-ahead log needs `exclusive`.
///
/// Invariants:
/// (1) A connection that was opened before the last crash changes nothing.
/// (2) Every change is counted, in the order in which it was made.
class disk {
public:
    /// `now` is the node's clock, since 1970, for SQL's own date functions. `luck` and `name` are
    /// behind the VFS's randomness.
    disk(std::function<protocol::duration()> now, chance luck, choice_key name);

    /// REQUIRES: every connection is closed, also those that a crash has cut off.
    ~disk();

    disk(const disk&) = delete;
    disk& operator=(const disk&) = delete;

    /// Under which SQLite finds this disk; the same before and after a crash. It has no meaning
    /// but this, differs from run to run and belongs in no trace.
    const std::string& vfs_name() const noexcept;

    /// The process that has the disk's files open dies here.
    void crash();

    /// It dies right before the nth change from here, where 0 is the next one; that change is not
    /// made. Replaces what an earlier call has set.
    void crash_before(std::uint64_t nth_change);

    /// How many crashes there have been: tells whether `crash_before` has come to pass.
    std::uint64_t crashes() const noexcept;

    const disk_counts& counts() const noexcept;

    /// All files as they would be found after a crash at this moment.
    disk_image image() const;

    /// Puts files back as they were, and forgets a `crash_before` that is still to come. Counts go
    /// on. An open connection takes notice when its next transaction begins.
    ///
    /// REQUIRES: no connection holds a lock: it is between transactions, and not `exclusive`. A
    /// file that is open is in the image; if its content differs, so does its change counter (as it
    /// does for every state from which the present one has come by commits).
    void restore(const disk_image& earlier);

private:
    struct state;
    std::unique_ptr<state> state_;
};

}  // namespace syncsim::sim
