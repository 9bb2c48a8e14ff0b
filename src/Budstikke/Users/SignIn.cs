using System.Security.Cryptography;
using Budstikke.Storage;
using Budstikke.Trail;

namespace Budstikke.Users;

/// <summary>What somebody sets up with his invitation.</summary>
/// <param name="TotpSecret">As it was shown to him.</param>
/// <param name="Code">That his app gives for it.</param>
internal sealed record SetUp(string Password, string TotpSecret, string Code);

/// <param name="RecoveryCodes">Shown once; empty where nothing was set up.</param>
internal sealed record SetUpResult(string? SessionKey, IReadOnlyList<string> RecoveryCodes, SetUpFault? Fault);

internal enum SetUpFault
{
    /// <summary>The link is none, was used, or is past.</summary>
    Link,
    PasswordLength,
    PasswordTooCommon,
    Code,
}

/// <summary>Who is it? By password and a code of his app, or one of his recovery codes; or by a link that is good for
/// once.</summary>
internal sealed class SignIn(
    Database database,
    Secrets secrets,
    Passwords passwords,
    Sessions sessions,
    TimeProvider time
)
{
    private const int RecoveryCodes = 10;
    private const int RecoveryBytes = 8;
    private const string RecoveryPurpose = "recovery-code";

    private readonly TrailBook _trail = new(secrets);

    /// <summary>The key of a new session; null where anything is wrong, and nobody is told what. An unknown name, a
    /// wrong password and a wrong code take the same time: the password is always derived.</summary>
    public async Task<string?> Run(string name, string password, string code, string? address)
    {
        var user = await database.Read(session => UserRow.Named(session, UserStore.NameOf(name)));
        var isRight = await passwords.IsRight(password, user?.Password);
        if (!isRight || user is not { DisabledAt: null, Totp: { } totp })
            return null;
        var step = Totp.StepOf(code, secrets.Decrypt(totp), time.GetUtcNow(), user.TotpStep);
        return await database.Write(async session =>
            (step is { } taken ? await Take(session, user, taken) : await TakeRecovery(session, user, code))
                ? await sessions.Begin(session, user, address)
                : null
        );
    }

    /// <summary>Compare and set: of two at the same moment with the same code, one gets in.</summary>
    private static async Task<bool> Take(Session session, UserRow user, long step) =>
        await session.Execute(
            "UPDATE users SET totp_step = @step WHERE user_id = @UserId AND totp_step < @step AND disabled_at IS NULL",
            new { user.UserId, step }
        ) == 1;

    private async Task<bool> TakeRecovery(Session session, UserRow user, string code)
    {
        var used = await session.Execute(
            "UPDATE user_recovery_codes SET used_at = @now "
                + "WHERE user_id = @UserId AND code_hash = @hash AND used_at IS NULL",
            new
            {
                user.UserId,
                hash = HashOf(code),
                now = time.GetUtcNow().ToUnixTimeMilliseconds(),
            }
        );
        if (used == 1)
            await _trail.Add(
                session,
                new(user.ClientId, "RecoveryCodeUsed", user.UserId),
                Actor.OfUser(user.UserId, null),
                time.GetUtcNow()
            );
        return used == 1;
    }

    /// <summary>Whose link it is; null where it is none.</summary>
    public Task<(LinkRow Link, UserRow User)?> Look(string key) =>
        database.Read<(LinkRow, UserRow)?>(async session =>
            await OneTimeLinks.Find(session, key, time.GetUtcNow()) is { } link
            && await UserRow.Of(session, link.UserId) is { DisabledAt: null } user
                ? (link, user)
                : null
        );

    /// <summary>Uses a demonstration's link: the key of a new session, or null.</summary>
    public async Task<string?> Demonstrate(string key, string? address) =>
        await Look(key) is { Link.Kind: OneTimeLinks.Demonstration } whose
            ? await database.Write(async session =>
                await OneTimeLinks.Use(session, whose.Link, time.GetUtcNow())
                    ? await sessions.Begin(session, whose.User, address)
                    : null
            )
            : null;

    /// <summary>Uses an invitation: password and app are as they are given now, and what there was before
    /// ends.</summary>
    public async Task<SetUpResult> Accept(string key, SetUp said, string? address)
    {
        if (await Look(key) is not { Link.Kind: OneTimeLinks.Invitation } whose)
            return Failed(SetUpFault.Link);
        var (link, user) = whose;
        if (Passwords.Check(said.Password, user.Name) is { } fault)
            return Failed(fault == PasswordFault.Length ? SetUpFault.PasswordLength : SetUpFault.PasswordTooCommon);
        if (!Totp.IsSecret(said.TotpSecret))
            return Failed(SetUpFault.Code);
        if (Totp.StepOf(said.Code, said.TotpSecret, time.GetUtcNow(), 0) is not { } step)
            return Failed(SetUpFault.Code);
        var password = await passwords.Hash(said.Password);
        string[] codes = [.. Enumerable.Range(0, RecoveryCodes).Select(_ => NewCode())];
        var session = await database.Write(session => SetUp(session, whose, (password, said, step, codes), address));
        return session is null ? Failed(SetUpFault.Link) : new(session, codes, null);
    }

    private async Task<string?> SetUp(
        Session session,
        (LinkRow Link, UserRow User) whose,
        (string Password, SetUp Said, long Step, string[] Codes) with,
        string? address
    )
    {
        var now = time.GetUtcNow();
        if (!await OneTimeLinks.Use(session, whose.Link, now))
            return null;
        var user = whose.User;
        await session.Execute(
            "UPDATE users SET password = @Password, totp = @totp, totp_step = @Step WHERE user_id = @UserId",
            new
            {
                with.Password,
                totp = secrets.Encrypt(with.Said.TotpSecret),
                with.Step,
                user.UserId,
            }
        );
        await Sessions.EndAll(session, user.UserId, now.ToUnixTimeMilliseconds());
        await session.Execute("DELETE FROM user_recovery_codes WHERE user_id = @UserId", new { user.UserId });
        foreach (var code in with.Codes)
            await session.Execute(
                "INSERT INTO user_recovery_codes (user_id, client_id, code_hash) VALUES (@UserId, @ClientId, @hash)",
                new
                {
                    user.UserId,
                    user.ClientId,
                    hash = HashOf(code),
                }
            );
        await _trail.Add(
            session,
            new(user.ClientId, "UserSetUp", user.UserId),
            Actor.OfUser(user.UserId, address),
            now
        );
        return await sessions.Begin(session, user, address);
    }

    private static SetUpResult Failed(SetUpFault fault) => new(null, [], fault);

    private static string NewCode() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(RecoveryBytes));

    /// <summary>Keyed, and however its writer grouped it.</summary>
    private string HashOf(string code) =>
        secrets.Hash(RecoveryPurpose, string.Concat(code.Where(char.IsAsciiHexDigit)).ToLowerInvariant());
}
