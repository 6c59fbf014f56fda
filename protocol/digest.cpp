#include "protocol/digest.hpp"

#include <type_traits>

#include "protocol/support/hash.hpp"
#include "protocol/wire_members.hpp"

namespace syncsim::protocol {
namespace {

/// Hashes the members of a message in their order; names are left out, as the order says which.
class member_hasher {
public:
    template <class T>
    using of = const T;

    explicit member_hasher(step kind) { add(static_cast<std::uint64_t>(kind)); }

    void required(std::string_view, const auto& field) { add(field); }
    void nullable(std::string_view, const auto& field) { add(field); }
    void optional(std::string_view, const auto& field) { add(field); }
    void list(std::string_view, const auto& field) { add(field); }
    void flag(std::string_view, bool field) { add(static_cast<std::uint64_t>(field)); }
    void json(std::string_view, const std::string& text) { hash_.add(std::string_view{text}); }
    void optional_json(std::string_view, const std::optional<std::string>& text)
    {
        add(std::uint64_t{text.has_value()});
        if (text) hash_.add(std::string_view{*text});
    }
    void digest(std::string_view, const std::optional<reply_digest>&) {}
    void rest(const std::string& text) { hash_.add(std::string_view{text}); }

    reply_digest finish() const { return reply_digest{hash_.finish()}; }

private:
    void add(std::uint64_t value) { hash_.add(value); }
    void add(const support::short_text& text) { hash_.add(text.view()); }
    void add(const support::uuid& id)
    {
        add(id.high);
        add(id.low);
    }
    void add(device_time at) { add(static_cast<std::uint64_t>(at.time_since_epoch().count())); }
    void add(const stamp& at)
    {
        add(static_cast<std::uint64_t>(at.of()));
        add(static_cast<std::uint64_t>(at.ticks()));
    }
    void add(const cursor& at)
    {
        add(at.at);
        add(at.key);
    }
    void add(push_verdict::kind what) { add(static_cast<std::uint64_t>(what)); }
    void add(sync_errc code) { add(static_cast<std::uint64_t>(code)); }

    template <class Tag, class Rep>
    void add(const support::strong<Tag, Rep>& id)
    {
        add(id.value());
    }

    template <class T>
    void add(const std::optional<T>& field)
    {
        add(std::uint64_t{field.has_value()});
        if (field) add(*field);
    }

    template <class T>
    void add(const std::vector<T>& fields)
    {
        add(std::uint64_t{fields.size()});
        for (const auto& each : fields) add(each);
    }

    void add(const record& message) { visit_members(*this, message); }
    void add(const push_verdict& message) { visit_members(*this, message); }

    support::hasher hash_;
};

template <class Reply>
reply_digest hash_members(const Reply& message)
{
    member_hasher hash{step_of(reply{std::in_place_type<Reply>})};
    visit_members(hash, message);
    return hash.finish();
}

}  // namespace

reply_digest digest_of(const begin_reply& answer) noexcept
{
    return hash_members(answer);
}

reply_digest digest_of(const push_reply& answer) noexcept
{
    return hash_members(answer);
}

reply_digest digest_of(const pull_reply& answer) noexcept
{
    return hash_members(answer);
}

reply_digest digest_of(const complete_reply& answer) noexcept
{
    return hash_members(answer);
}

std::uint64_t fingerprint(const request& message) noexcept
{
    return std::visit(
        [&](const auto& each) {
            member_hasher hash{step_of(message)};
            visit_members(hash, each);
            return hash.finish().value();
        },
        message);
}

std::uint64_t fingerprint(const reply& message) noexcept
{
    return std::visit([](const auto& each) { return hash_members(each).value(); }, message);
}

std::uint64_t fingerprint(const record& version) noexcept
{
    member_hasher hash{step{}};
    visit_members(hash, version);
    return hash.finish().value();
}

}  // namespace syncsim::protocol
