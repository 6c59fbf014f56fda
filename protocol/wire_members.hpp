#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "protocol/messages.hpp"

/// What each message consists of on the wire: the one list of names and their order, the post's
/// members first. What encodes, decodes or hashes a message is a visitor of it.
///
/// Names are sent and stored in files, so they do not change; the order goes into every digest.
///
/// A visitor has `of<T>`, which is `T` or `const T`, and these functions of a name and a field:
///   required  always there
///   nullable  always there, and null where there is none
///   optional  left out where there is none
///   list      an array that is left out where it is empty
///   flag      left out where it is false
///   json      any JSON value, held as canonical text
///   optional_json  the same, left out where there is none
///   digest    the digest of all the others, left out where there is none
///   rest      (without a name) the members that are in no list here
namespace syncsim::protocol {

template <class Visitor>
void visit_members(Visitor& visit, typename Visitor::template of<begin_request>& message)
{
    visit.required("device_uuid", message.device);
    visit.optional("number", message.number);
}

template <class Visitor>
void visit_members(Visitor& visit, typename Visitor::template of<begin_reply>& message)
{
    visit.required("sync_uuid", message.session);
    visit.nullable("last_sync", message.last_sync);
    visit.optional("max_checkin", message.max_checkin);
    visit.digest("digest", message.digest);
}

template <class Visitor>
void visit_members(Visitor& visit, typename Visitor::template of<record>& message)
{
    visit.required("key", message.key);
    visit.optional("local_id", message.local);
    visit.json("value", message.value);
    visit.required("updated", message.updated);
    visit.required("created", message.created);
    visit.flag("is_pending", message.is_pending);
    visit.flag("deleted", message.deleted);
    visit.optional("write_id", message.write);
    visit.optional("create_id", message.create_write);
    visit.optional("base", message.base);
    visit.list("supersedes", message.supersedes);
    visit.optional_json("base_value", message.base_value);
    visit.optional("stamp", message.order);
    visit.optional("conflict_of", message.conflict_of);
    visit.rest(message.unknown);
}

template <class Visitor>
void visit_members(Visitor& visit, typename Visitor::template of<push_request>& message)
{
    visit.required("sync_uuid", message.session);
    visit.required("records", message.records);
}

template <class Visitor>
void visit_members(Visitor& visit, typename Visitor::template of<push_verdict>& message)
{
    visit.required("pushed_as", message.pushed_as);
    visit.optional("write_id", message.write);
    visit.required("verdict", message.what);
    visit.optional("current", message.current);
    visit.optional("reason", message.reason);
}

template <class Visitor>
void visit_members(Visitor& visit, typename Visitor::template of<push_reply>& message)
{
    visit.list("verdicts", message.verdicts);
    visit.digest("digest", message.digest);
}

template <class Visitor>
void visit_members(Visitor& visit, typename Visitor::template of<pull_request>& message)
{
    visit.required("sync_uuid", message.session);
    visit.optional("after", message.after);
    visit.optional("offset", message.offset);
}

template <class Visitor>
void visit_members(Visitor& visit, typename Visitor::template of<pull_reply>& message)
{
    visit.required("records", message.records);
    visit.optional("max_checkin", message.max_checkin);
    visit.optional("next", message.next);
    visit.optional("next_offset", message.next_offset);
    visit.digest("digest", message.digest);
}

template <class Visitor>
void visit_members(Visitor& visit, typename Visitor::template of<complete_request>& message)
{
    visit.required("sync_uuid", message.session);
    visit.optional("last_update", message.last_update);
    visit.list("confirmed", message.confirmed);
}

template <class Visitor>
void visit_members(Visitor& visit, typename Visitor::template of<complete_reply>& message)
{
    visit.digest("digest", message.digest);
}

/// A visitor that collects the names.
struct name_collector {
    template <class T>
    using of = const T;

    void required(std::string_view name, const auto&) { names.push_back(name); }
    void nullable(std::string_view name, const auto&) { names.push_back(name); }
    void optional(std::string_view name, const auto&) { names.push_back(name); }
    void list(std::string_view name, const auto&) { names.push_back(name); }
    void flag(std::string_view name, bool) { names.push_back(name); }
    void json(std::string_view name, const auto&) { names.push_back(name); }
    void optional_json(std::string_view name, const auto&) { names.push_back(name); }
    void digest(std::string_view name, const auto&) { names.push_back(name); }
    void rest(const auto&) {}

    std::vector<std::string_view> names;
};

/// The names of the members of these messages, in their order.
template <class... Messages>
std::vector<std::string_view> member_names()
{
    name_collector found;
    (visit_members(found, Messages{}), ...);
    return std::move(found.names);
}

}  // namespace syncsim::protocol
