#include "protocol/record_columns.hpp"

#include <array>

#include "protocol/support/check.hpp"

namespace syncsim::protocol {
namespace {

using support::sqlite::statement;

constexpr std::size_t write_bytes = 16;

void append_bytes(std::vector<std::byte>& to, std::uint64_t value)
{
    for (int shift = 56; shift >= 0; shift -= 8) {
        to.push_back(static_cast<std::byte>((value >> shift) & 0xFF));
    }
}

std::vector<std::byte> bytes_of(std::span<const write_id> writes)
{
    std::vector<std::byte> bytes;
    bytes.reserve(writes.size() * write_bytes);
    for (const auto& each : writes) {
        append_bytes(bytes, each.value().high);
        append_bytes(bytes, each.value().low);
    }
    return bytes;
}

std::uint64_t integer_in(std::span<const std::byte> bytes)
{
    std::uint64_t value = 0;
    for (const auto byte : bytes) value = (value << 8) | std::to_integer<std::uint64_t>(byte);
    return value;
}

std::vector<write_id> writes_in(std::span<const std::byte> bytes)
{
    support::check(bytes.size() % write_bytes == 0, "ids of writes are stored whole");
    std::vector<write_id> writes;
    for (; !bytes.empty(); bytes = bytes.subspan(write_bytes)) {
        writes.emplace_back(support::uuid{
            .high = integer_in(bytes.first(8)), .low = integer_in(bytes.subspan(8, 8))});
    }
    return writes;
}

void bind_optional_write(statement& to, int parameter, const std::optional<write_id>& write)
{
    if (write) {
        bind_write(to, parameter, *write);
    } else {
        to.bind_null(parameter);
    }
}

std::optional<write_id> read_write(const statement& from, int column)
{
    if (from.is_null(column)) return std::nullopt;
    return writes_in(from.blob(column)).front();
}

template <class Id>
void bind_optional_id(statement& to, int parameter, const std::optional<Id>& id)
{
    if (id) {
        to.bind(parameter, id->value().view());
    } else {
        to.bind_null(parameter);
    }
}

template <class Id>
std::optional<Id> read_optional_id(const statement& from, int column)
{
    if (from.is_null(column)) return std::nullopt;
    return read_id<Id>(from, column);
}

}  // namespace

void bind_write(statement& to, int parameter, write_id write)
{
    to.bind_blob(parameter, bytes_of({&write, 1}));
}

void bind_record(statement& to, int first, const record& from)
{
    to.bind(first, from.key.value().view());
    bind_optional_id(to, first + 1, from.local);
    to.bind(first + 2, std::string_view{from.value});
    to.bind(first + 3, as_integer(from.updated));
    to.bind(first + 4, as_integer(from.created));
    to.bind(first + 5, std::int64_t{from.is_pending});
    to.bind(first + 6, std::int64_t{from.deleted});
    bind_optional_write(to, first + 7, from.write);
    bind_optional_write(to, first + 8, from.create_write);
    bind_optional_write(to, first + 9, from.base);
    if (from.supersedes.empty()) {
        to.bind_null(first + 10);
    } else {
        to.bind_blob(first + 10, bytes_of(from.supersedes));
    }
    if (from.order) {
        to.bind(first + 11, static_cast<std::int64_t>(from.order->of()));
        to.bind(first + 12, from.order->ticks());
    } else {
        to.bind_null(first + 11);
        to.bind_null(first + 12);
    }
    bind_optional_id(to, first + 13, from.conflict_of);
    to.bind(first + 14, std::string_view{from.unknown});
    if (from.base_value) {
        to.bind(first + 15, std::string_view{*from.base_value});
    } else {
        to.bind_null(first + 15);
    }
}

record read_record(const statement& from, int first)
{
    record read;
    read.key = read_id<record_key>(from, first);
    read.local = read_optional_id<local_id>(from, first + 1);
    read.value = from.text(first + 2);
    read.updated = as_time<device_time>(from.integer(first + 3));
    read.created = as_time<device_time>(from.integer(first + 4));
    read.is_pending = from.integer(first + 5) != 0;
    read.deleted = from.integer(first + 6) != 0;
    read.write = read_write(from, first + 7);
    read.create_write = read_write(from, first + 8);
    read.base = read_write(from, first + 9);
    if (!from.is_null(first + 10)) read.supersedes = writes_in(from.blob(first + 10));
    if (!from.is_null(first + 11)) {
        const auto kind = static_cast<stamp::kind>(from.integer(first + 11));
        read.order = stamp::restored(kind, from.integer(first + 12));
    }
    read.conflict_of = read_optional_id<record_key>(from, first + 13);
    read.unknown = from.text(first + 14);
    if (!from.is_null(first + 15)) read.base_value = from.text(first + 15);
    return read;
}

}  // namespace syncsim::protocol
