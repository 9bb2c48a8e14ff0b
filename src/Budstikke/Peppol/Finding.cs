using System.Globalization;

namespace Budstikke.Peppol;

/// <summary>What a look-up came to, with the steps that led there: they are the evidence.</summary>
internal abstract record Finding(IReadOnlyList<LookupStep> Steps)
{
    public string StepsText => string.Join('\n', Steps);
}

/// <param name="Until">When it must be asked for again.</param>
internal sealed record Found(PeppolEndpoint Endpoint, DateTimeOffset Until, IReadOnlyList<LookupStep> Steps)
    : Finding(Steps)
{
    /// <summary>The SMPs' signed answers as they came, the first first.</summary>
    public IReadOnlyList<byte[]> Answers { get; init; } = [];
}

/// <summary>The network knows no way to bring this participant such a document.</summary>
/// <param name="Reason">A sentence.</param>
internal sealed record NotRegistered(string Reason, IReadOnlyList<LookupStep> Steps) : Finding(Steps);

/// <summary>Nobody knows: ask again later.</summary>
/// <param name="Reason">A sentence.</param>
/// <param name="ForEverybody">It is not about this participant: the directory itself does not answer.</param>
internal sealed record CouldNotFindOut(string Reason, bool ForEverybody, IReadOnlyList<LookupStep> Steps)
    : Finding(Steps);

/// <summary>Who was asked for what, what came of it, and how long that took.</summary>
internal sealed record LookupStep(string Asked, string Said, TimeSpan Took)
{
    public override string ToString() =>
        $"{Asked}: {Said} ({Took.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms)";
}
