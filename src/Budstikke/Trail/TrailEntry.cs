namespace Budstikke.Trail;

/// <summary>What a change did: a name like <c>seller.account</c>, and its value before and after, masked where it is a
/// secret or tells of a person.</summary>
internal sealed record Changed(string What, string? Before, string? After);

/// <summary>One thing that somebody did.</summary>
/// <param name="ClientId">Empty for what is the installation's own.</param>
/// <param name="Action">In the past tense, as facts are called: <c>TokenAdded</c>. Stored, and never changed.</param>
/// <param name="About">The id or the name of what it was done to.</param>
internal sealed record TrailEntry(string ClientId, string Action, string About)
{
    public IReadOnlyList<Changed> Changes { get; init; } = [];
}
