#include "protocol/data_rules.hpp"

namespace syncsim::protocol {

bool deletes_rows(const variant& of) noexcept
{
    return of.deletes == answer::deletes::remove_row;
}

bool one_bad_record_fails_the_push(const variant& of) noexcept
{
    return of.batch == answer::batch::all_or_nothing;
}

bool checks_replies(const variant& of) noexcept
{
    return of.reply_check == answer::reply_check::digest;
}

bool keeps_unknown_members(const variant& of) noexcept
{
    return of.unknown_fields == answer::unknown_fields::preserved;
}

bool forgets_deleted_creates(const variant& of) noexcept
{
    return of.delete_of_pending_create == answer::delete_of_pending_create::forget;
}

bool applies_by_record(const variant& of) noexcept
{
    return of.apply_unit == answer::apply_unit::record;
}

bool settles(const variant& of, const record& mine, std::optional<write_id> arrived) noexcept
{
    switch (of.clear_pending) {
    case answer::clear_pending::on_apply: return true;
    case answer::clear_pending::when_session_ok: return false;
    case answer::clear_pending::when_same_revision: break;
    }
    return mine.write && mine.write == arrived;
}

bool clears_when_session_is_ok(const variant& of) noexcept
{
    return of.clear_pending == answer::clear_pending::when_session_ok;
}

pull_ruling rule_pull(const variant& of, const record& mine, const record& pulled) noexcept
{
    if (of.pending_over_pull == answer::pending_over_pull::overwrite) return pull_ruling::replace;
    if (settles(of, mine, pulled.write)) return pull_ruling::settle;
    return of.pending_over_pull == answer::pending_over_pull::skip ? pull_ruling::skip
                                                                   : pull_ruling::park;
}

}  // namespace syncsim::protocol
