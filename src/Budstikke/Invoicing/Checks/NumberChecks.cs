using Budstikke.Jobs.Checks;

namespace Budstikke.Invoicing.Checks;

/// <summary>A client's series as it stands, and the numbers that its documents bear.</summary>
internal sealed record AuditedSeries(
    string ClientId,
    long HasSeries,
    long First,
    long Next,
    long Documents,
    long Numbers,
    long Lowest,
    long Highest
);

/// <summary>Numbers have no gaps and none is used twice (bokføringsforskriften § 5-1-1 no. 1).</summary>
internal static class NumberChecks
{
    private const long MaxGaps = 100;

    private static readonly Paged<AuditedSeries> s_series = new(
        """
        WITH page AS (SELECT client_id FROM clients WHERE client_id > @after ORDER BY client_id LIMIT @rows)
        SELECT p.client_id AS ClientId,
          CAST(CASE WHEN s.client_id IS NULL THEN 0 ELSE 1 END AS bigint) AS HasSeries,
          coalesce(s.first, 0) AS First, coalesce(s.next, 0) AS Next,
          (SELECT count(*) FROM invoices i WHERE i.client_id = p.client_id) AS Documents,
          (SELECT count(DISTINCT i.number) FROM invoices i WHERE i.client_id = p.client_id) AS Numbers,
          coalesce((SELECT min(i.number) FROM invoices i WHERE i.client_id = p.client_id), 0) AS Lowest,
          coalesce((SELECT max(i.number) FROM invoices i WHERE i.client_id = p.client_id), 0) AS Highest
        FROM page p LEFT JOIN number_series s ON s.client_id = p.client_id ORDER BY p.client_id
        """,
        row => row.ClientId
    );

    public static async Task Run(Audit audit)
    {
        var numbers = audit.Begin("numbers");
        await foreach (var page in audit.Pages(s_series))
        foreach (var series in page)
        {
            var gaps = HasGaps(series) ? await Gaps(audit, series.ClientId) : [];
            numbers.Look(series.ClientId, [.. Judge(series), .. gaps.Select(Missing)]);
            audit.Tell(numbers);
        }
    }

    public static IEnumerable<string> Judge(AuditedSeries series)
    {
        if (series.HasSeries == 0)
        {
            if (series.Documents > 0)
                yield return $"It has {series.Documents} documents and no number series.";
            yield break;
        }
        if (series.Documents == 0)
        {
            if (series.Next != series.First)
                yield return $"The numbers {series.First} to {series.Next - 1} are missing.";
            yield break;
        }
        if (series.Numbers != series.Documents)
            yield return $"{series.Documents} documents bear only {series.Numbers} different numbers.";
        if (series.Lowest < series.First)
            yield return $"The number {series.Lowest} lies before the series, which begins at {series.First}.";
        if (series.Lowest > series.First)
            yield return Missing((series.First, series.Lowest - 1));
        if (series.Highest >= series.Next)
            yield return $"The series would give {series.Next} next, and {series.Highest} is in use.";
        if (series.Highest < series.Next - 1)
            yield return Missing((series.Highest + 1, series.Next - 1));
    }

    private static bool HasGaps(AuditedSeries series) =>
        series.Documents > 0 && series.Highest - series.Lowest + 1 != series.Numbers;

    /// <summary>The gaps between numbers in use. A missing number cannot appear later, since a series only goes
    /// forward.</summary>
    private static Task<IReadOnlyList<(long, long)>> Gaps(Audit audit, string clientId) =>
        audit.Query<(long, long)>(
            """
            SELECT n.number + 1, n.following - 1
            FROM (SELECT number, lead(number) OVER (ORDER BY number) AS following FROM invoices
              WHERE client_id = @clientId) n
            WHERE n.following > n.number + 1 ORDER BY n.number LIMIT @MaxGaps
            """,
            new { clientId, MaxGaps }
        );

    private static string Missing((long From, long To) gap) =>
        gap.From == gap.To ? $"The number {gap.From} is missing." : $"The numbers {gap.From} to {gap.To} are missing.";
}
