#include "sim/fault/corruption.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "protocol/wire_members.hpp"

namespace syncsim::sim {
namespace {

using namespace protocol;

// Each makes a value another one of its kind.

void change(support::short_text& text)
{
    auto changed = text.str();
    if (changed.empty()) changed = "0";
    auto& last = changed.back();
    last = last == '0' ? '1' : '0';
    text = support::short_text{changed};
}
void change(support::uuid& id)
{
    id.low ^= 1U;
}
void change(std::uint64_t& number)
{
    number ^= 1U;
}
void change(device_time& at)
{
    at -= std::chrono::seconds{1};
}
void change(stamp& at)
{
    // A second of a clock, and so many places of a sequence.
    constexpr std::int64_t second = 1'000'000;
    const bool is_clock = at.of() == stamp::kind::clock;
    at = stamp::restored(at.of(), at.ticks() + (is_clock ? second : 1));
}
void change(cursor& at)
{
    change(at.at);
}
void change(push_verdict::kind& what)
{
    constexpr auto stored = push_verdict::kind::stored;
    what = what == stored ? push_verdict::kind::refused : stored;
}
void change(sync_errc& code)
{
    code = code == sync_errc::internal ? sync_errc::malformed : sync_errc::internal;
}
template <class Tag, class Rep>
void change(support::strong<Tag, Rep>& id)
{
    auto value = id.value();
    change(value);
    id = support::strong<Tag, Rep>{value};
}

/// Counts the values of a message in their order, and changes one of them.
class corruptor {
public:
    template <class T>
    using of = T;

    /// Changes the value that has this number; none where there are fewer.
    explicit corruptor(std::size_t target) : target_(target) {}

    std::size_t count() const { return count_; }
    const std::string& changed() const { return changed_; }

    template <class T>
    void required(std::string_view name, T& field)
    {
        visit(std::string(name), field);
    }
    template <class T>
    void nullable(std::string_view name, std::optional<T>& field)
    {
        if (field) visit(std::string(name), *field);
    }
    template <class T>
    void optional(std::string_view name, std::optional<T>& field)
    {
        if (field) visit(std::string(name), *field);
    }
    template <class T>
    void list(std::string_view name, std::vector<T>& field)
    {
        visit(std::string(name), field);
    }
    void flag(std::string_view name, bool& field)
    {
        if (field && is_next(std::string(name))) field = false;
    }
    void json(std::string_view name, std::string& text)
    {
        if (is_next(std::string(name))) text = text == "null" ? "0" : "null";
    }
    void optional_json(std::string_view name, std::optional<std::string>& text)
    {
        if (text) json(name, *text);
    }
    void digest(std::string_view, const std::optional<reply_digest>&) {}
    void rest(const std::string&) {}

private:
    template <class T>
    void visit(const std::string& name, T& field)
    {
        if (is_next(name)) change(field);
    }
    template <class T>
    void visit(const std::string& name, std::vector<T>& fields)
    {
        for (std::size_t each = 0; each < fields.size(); ++each) {
            visit(name + "[" + std::to_string(each) + "]", fields[each]);
        }
    }
    void visit(const std::string& name, record& message) { visit_inside(name, message); }
    void visit(const std::string& name, push_verdict& message) { visit_inside(name, message); }

    template <class Message>
    void visit_inside(const std::string& name, Message& message)
    {
        const auto outside = within_;
        within_ += name + ".";
        visit_members(*this, message);
        within_ = outside;
    }

    bool is_next(const std::string& name)
    {
        if (count_++ != target_) return false;
        changed_ = within_ + name;
        return true;
    }

    std::size_t target_;
    std::size_t count_ = 0;
    std::string within_;
    std::string changed_;
};

corruptor applied(protocol::reply& to, std::size_t target)
{
    corruptor one{target};
    std::visit([&](auto& message) { visit_members(one, message); }, to);
    return one;
}

}  // namespace

std::string corrupt_value(protocol::reply& inside, const chance& luck, choice_key name)
{
    constexpr auto none = static_cast<std::size_t>(-1);
    const auto values = applied(inside, none).count();
    if (values == 0) return {};
    return applied(inside, luck.up_to(values - 1, site::corruption, name)).changed();
}

}  // namespace syncsim::sim
