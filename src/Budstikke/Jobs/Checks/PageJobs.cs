namespace Budstikke.Jobs.Checks;

/// <summary>
/// The jobs that work on a page's rows, in the page's own statement. No index finds a job by its subject (an order's
/// way would pay for it at every step), so a page is one pass over the jobs, and larger than others.
/// </summary>
internal static class PageJobs
{
    public const int Rows = 5_000;

    /// <summary>A table expression <c>work (subject, kind, jobs)</c>, to stand behind <c>page</c>: a row for each
    /// subject, with one of its jobs' kinds.</summary>
    /// <param name="kinds">Of <c>j.kind</c>, which count.</param>
    /// <param name="subjects">The columns of <c>page</c> that a job may be about.</param>
    public static string Of(string kinds, params IEnumerable<string> subjects) =>
        $"""
            work AS (SELECT j.subject, max(j.kind) AS kind, count(*) AS jobs FROM jobs j
              WHERE j.kind {kinds} AND j.subject IN ({string.Join(
                " UNION ALL ",
                subjects.Select(column => $"SELECT {column} FROM page")
            )})
              GROUP BY j.subject)
            """;
}
