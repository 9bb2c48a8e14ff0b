namespace Budstikke.Jobs.Checks;

/// <summary>
/// How a check learns whether a trouble lies with a person, or is about to. Customer service answers; it comes after
/// the rooms that ask, so they name the trouble by the fact that says it.
/// </summary>
/// <param name="All">
/// As SQL, by <c>@caseId</c> and <c>@caseLane</c>: how many cases there are of it, closed ones and those of a repeat
/// too, and jobs that will open one.
/// </param>
/// <param name="Open">The same without the cases that are closed.</param>
/// <param name="Of">
/// By the type of the fact, the id of what it is about, and its number where several such facts can be about the same.
/// </param>
internal sealed record CaseCounts(string All, string Open, Func<Type, string, long, SoughtCase> Of)
{
    /// <summary>Stands in for the two counts while whole pages are read: only suspects are looked at again with their
    /// cases.</summary>
    public const string None = "CAST(0 AS bigint)";
}

/// <summary>The first case of a trouble, whether it was opened or not.</summary>
/// <param name="Lane">Of the jobs that open it.</param>
internal sealed record SoughtCase(string CaseId, string Lane);
