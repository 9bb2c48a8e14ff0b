using System.Security.Cryptography;
using System.Text;
using Budstikke.Jobs;

namespace Budstikke.Distribution.Email.Bounces;

/// <summary>The key of the store's bounce addresses; made by whoever asks for it first.</summary>
internal delegate ValueTask<BounceKey> ReadBounceKey();

/// <summary>Reads a mail that came to a bounce address, finds its dispatch, and keeps it with what it causes, in one
/// transaction.</summary>
internal sealed class TakeBounces(
    ReadBounceKey readKey,
    DispatchStore dispatches,
    BounceStore bounces,
    TimeProvider time,
    ILogger<TakeBounces> log
)
{
    private const int IdBytes = 12;

    public async Task<BounceRow> Take(ReceivedBounce received, CancellationToken cancel)
    {
        var report = BounceReader.Read(received.Mail, received.Recipients);
        var now = time.GetUtcNow();
        var named = await Find(report.Names, received.ClientId, now);
        cancel.ThrowIfCancellationRequested();
        var verdict = DecideBounce.Of(report, named, now);
        var row = new BounceRow(
            IdOf(received),
            named?.Row.ClientId ?? received.ClientId,
            named?.Row.DispatchKey,
            received.Way,
            report.Kind.ToString(),
            StoredName.Of(verdict.Ending),
            MaskedText.Of(report.From),
            MaskedText.Of(report.Subject),
            verdict.Said,
            received.Bytes,
            now.ToUnixTimeMilliseconds()
        );
        await bounces.Keep(
            row,
            received.Mail,
            new()
            {
                Writes =
                    named is { Row: var about } && verdict.Suppression is { } reason
                        ? [Suppressions.Add(about.ClientId, about.Recipient, reason, row.BounceId, now)]
                        : [],
                Jobs = verdict.Jobs,
            }
        );
        log.LogInformation(
            "A mail to a bounce address came by {Way}: {Bounce} {Ending} {Dispatch}",
            row.Way,
            row.BounceId,
            row.Ending,
            row.DispatchKey
        );
        return row;
    }

    /// <summary>The first that is to be believed, else the first that there is.</summary>
    private async Task<BouncedDispatch?> Find(IReadOnlyList<NamedDispatch> names, string? clientId, DateTimeOffset now)
    {
        var key = await readKey();
        BouncedDispatch? unproven = null;
        foreach (var name in names)
        {
            if (
                await dispatches.Find(name.Key) is not { } row
                || row.Channel != EmailDescription.Channel.Name
                || (clientId is not null && row.ClientId != clientId)
            )
                continue;
            var isBelieved = name.Check is null
                ? key.BelievesBare(
                    row.SettledAt is { } taken ? DateTimeOffset.FromUnixTimeMilliseconds(taken) : null,
                    now
                )
                : key.Proves(name);
            if (isBelieved)
                return new(row, IsBelieved: true);
            unproven ??= new(row, IsBelieved: false);
        }
        return unproven;
    }

    /// <summary>The same mail to the same address again is the same bounce. What a client's token brings is apart, so
    /// that nobody can take the place of another's.</summary>
    private static string IdOf(ReceivedBounce received)
    {
        var to = string.Join(
            '\n',
            received.Recipients.Select(one => one.ToLowerInvariant()).Order(StringComparer.Ordinal)
        );
        byte[] all = [.. Encoding.UTF8.GetBytes($"{received.ClientId}\0{to}"), 0, .. received.Mail.Span];
        return $"BNC{Convert.ToHexStringLower(SHA256.HashData(all).AsSpan(0, IdBytes))}";
    }
}
