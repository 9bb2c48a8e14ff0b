using Budstikke.Jobs.Checks;

namespace Budstikke.Callbacks;

/// <summary>A client's server in trouble, with the jobs that tend it.</summary>
/// <param name="AsleepSince">Unix milliseconds; 0 where it is awake.</param>
internal sealed record AuditedEndpoint(string Key, string Endpoint, string ClientId, long AsleepSince, long Tenders);

/// <summary>A server that sleeps is probed, and its sleep ended.</summary>
internal static class EndpointChecks
{
    private static readonly Paged<AuditedEndpoint> s_endpoints = new(
        """
        SELECT e.endpoint || ' ' || e.client_id AS Key, e.endpoint AS Endpoint, e.client_id AS ClientId,
          CAST(coalesce(e.asleep_since, 0) AS bigint) AS AsleepSince,
          (SELECT count(*) FROM jobs j WHERE j.job_id = e.tended_by AND j.kind = @tends) AS Tenders
        FROM callback_endpoints e WHERE e.endpoint || ' ' || e.client_id > @after
        ORDER BY e.endpoint || ' ' || e.client_id LIMIT @rows
        """,
        row => row.Key
    )
    {
        Parameters = new { tends = TendEndpoint.KindName },
    };

    public static Task Run(Audit audit)
    {
        var endpoints = audit.Begin("callback endpoints");
        return audit.Judge(s_endpoints, one => endpoints.Look(one.Endpoint, Judge(one)), endpoints);
    }

    public static IEnumerable<string> Judge(AuditedEndpoint endpoint) =>
        endpoint.AsleepSince != 0 && endpoint.Tenders == 0
            ? [$"Of {endpoint.ClientId} it sleeps, and no job asks whether it is back."]
            : [];
}
