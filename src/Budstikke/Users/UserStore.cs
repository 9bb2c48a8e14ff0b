using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Storage;
using Budstikke.Trail;

namespace Budstikke.Users;

/// <summary>Somebody who is to be added.</summary>
/// <param name="ClientId">Empty for an operator.</param>
internal sealed record NewUser(string Name, Role Role, string ClientId);

/// <summary>The key stands in a link and is shown once.</summary>
internal sealed record Invitation(string UserId, string Key, DateTimeOffset ExpiresAt);

/// <summary>Adds, invites and disables users. Each of it is on the trail.</summary>
internal sealed class UserStore(Acting acting)
{
    public const int MaxListed = 10_000;
    public const int MaxNameCharacters = 100;
    public static readonly TimeSpan InvitationLife = TimeSpan.FromHours(48);

    public static string Unknown(string name) => $"There is no user {name}.";

    /// <summary>As it is kept and looked for.</summary>
    public static string NameOf(string text) => text.Trim().ToLowerInvariant();

    /// <summary>What is wrong, as a sentence; null where nothing is.</summary>
    public static string? Check(NewUser user) =>
        NameOf(user.Name) is { Length: 0 or > MaxNameCharacters } || NameOf(user.Name).Any(c => c <= ' ')
            ? $"--name must be 1 to {MaxNameCharacters} characters without blanks."
        : user.Role == Role.Operator == (user.ClientId.Length > 0)
            ? "--client must be given for support, accountant and admin, and not for an operator."
        : null;

    /// <summary>With an invitation; or why there is none. The caller has checked it.</summary>
    public async Task<(Invitation? Invited, string? Refusal)> Add(NewUser user)
    {
        using var ids = new IdSequence(acting.Database, "USR");
        var userId = await ids.Take();
        return await acting.Database.Write<(Invitation?, string?)>(async session =>
        {
            if (user.ClientId.Length > 0 && await ClientRow.Of(session, user.ClientId) is null)
                return (null, ClientStore.Unknown(user.ClientId));
            var added = await session.Execute(
                """
                INSERT INTO users (user_id, client_id, name, role, created_at)
                VALUES (@userId, @ClientId, @name, @role, @now) ON CONFLICT (name) DO NOTHING
                """,
                new
                {
                    userId,
                    user.ClientId,
                    name = NameOf(user.Name),
                    role = StoredName.Of(user.Role),
                    now = acting.Now.ToUnixTimeMilliseconds(),
                }
            );
            if (added == 0)
                return (
                    null,
                    $"There is or was a user {NameOf(user.Name)}: use `user invite`, or choose another name."
                );
            var made = await Invite(session, userId, user.ClientId);
            await acting.Note(
                session,
                new(user.ClientId, "UserAdded", userId) { Changes = [new("role", null, StoredName.Of(user.Role))] }
            );
            return (made, null);
        });
    }

    /// <summary>Who lost his password or his telephone begins anew: both end when the link is used, and not
    /// before.</summary>
    public Task<(Invitation? Invited, string? Refusal)> Invite(string name) =>
        acting.Database.Write<(Invitation?, string?)>(async session =>
        {
            if (await UserRow.Named(session, NameOf(name)) is not { DisabledAt: null } user)
                return (null, Unknown(name));
            var made = await Invite(session, user.UserId, user.ClientId);
            await acting.Note(session, new(user.ClientId, "UserInvited", user.UserId));
            return (made, null);
        });

    private Task<Invitation> Invite(Session session, string userId, string clientId) =>
        OneTimeLinks.New(session, (userId, clientId), OneTimeLinks.Invitation, acting.Now, InvitationLife);

    /// <summary>Ends all his sessions and links with it. Null when it is done, and else why it is not.</summary>
    public Task<string?> Disable(string name) =>
        acting.Database.Write<string?>(async session =>
        {
            if (await UserRow.Named(session, NameOf(name)) is not { DisabledAt: null } user)
                return Unknown(name);
            var at = new { user.UserId, now = acting.Now.ToUnixTimeMilliseconds() };
            await session.Execute("UPDATE users SET disabled_at = @now WHERE user_id = @UserId", at);
            await session.Execute("DELETE FROM user_links WHERE user_id = @UserId", at);
            await Sessions.EndAll(session, user.UserId, at.now);
            await acting.Note(session, new(user.ClientId, "UserDisabled", user.UserId));
            return null;
        });

    public Task<IReadOnlyList<UserRow>> List(string? clientId = null) =>
        acting.Database.Read(session => UserRow.All(session, clientId, MaxListed));
}
