using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Storage;

namespace Budstikke.Distribution;

/// <summary>
/// A provider's word that there is news of a document. It is not believed, only asked after sooner: a dispatch that it
/// names is followed now. Whoever knows the path can make us ask for the client's own documents, and nothing more.
/// </summary>
internal sealed partial class FollowHint(
    Database database,
    ClientStore clients,
    Secrets secrets,
    NameIds ids,
    Wake wake,
    TimeProvider time
)
{
    /// <summary>Of the dispatches that are followed, the newest: older ones are asked for in their time.</summary>
    private const int MaxDispatches = 2_000;
    private const int MaxIds = 100;
    private const int MarkChars = 32;

    /// <summary>A dispatch is asked for at most this often, however often a hint comes.</summary>
    private static readonly TimeSpan s_atMost = TimeSpan.FromMinutes(1);

    [GeneratedRegex("[0-9a-fA-F]{8}(-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Uuids { get; }

    /// <summary>Where a provider tells of a client's documents; the last part is the client's own.</summary>
    public static string PathOf(Secrets secrets, string clientId, string provider) =>
        $"/api/v1/providers/{provider}/hints/{WordOf(secrets, clientId, provider)}";

    private static string WordOf(Secrets secrets, string clientId, string provider) =>
        $"{clientId}-{secrets.Hash("provider-hint", $"{provider} {clientId}")[..MarkChars]}";

    /// <summary>Null where the word is not one of ours, or its client has no account there.</summary>
    public async Task<string?> ClientOf(string provider, string word)
    {
        var clientId = word.Split('-')[0];
        return
            AreSame(word, WordOf(secrets, clientId, provider))
            && await clients.Find(clientId) is { } client
            && client.AccountWith(provider) is not null
            ? clientId
            : null;
    }

    /// <param name="body">The provider's, in whatever form: the UUIDs in it count.</param>
    public async Task Take(string clientId, ReadOnlyMemory<byte> body, CancellationToken cancel)
    {
        var named = Uuids
            .Matches(Encoding.UTF8.GetString(body.Span))
            .Take(MaxIds)
            .Select(match => Guid.Parse(match.Value).ToString("D"))
            .ToHashSet(StringComparer.Ordinal);
        if (named.Count == 0)
            return;
        var (now, all) = (time.GetUtcNow(), new DelayedJobs(FollowDispatch.KindName, clientId));
        var followed = await database.Read(session => all.Before(session, now - s_atMost, now, MaxDispatches), cancel);
        var due = new List<long>();
        foreach (var job in followed)
            if (named.Contains(await ids.Of(job.Subject)))
                due.Add(job.JobId);
        if (due.Count == 0)
            return;
        await database.Write([all.MakeDue(database.Dialect, due, now)]);
        wake.Call([FollowDispatch.KindName]);
    }

    private static bool AreSame(string word, string ours) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(word), Encoding.UTF8.GetBytes(ours));
}
