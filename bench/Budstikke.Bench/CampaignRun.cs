using System.Text.Json;
using Budstikke.Tests.Campaign;

namespace Budstikke.Bench;

/// <summary>The campaigns of the tests, as long as one wants. Each gives the exit code.</summary>
internal static class CampaignRun
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<int> Run(CampaignPlan plan, bool asJson)
    {
        var result = await KillCampaign.Run(plan, Console.Error.WriteLine);
        var schedule = new[] { $"The same again is: campaign {result.Plan}. Its schedule:" }.Concat(result.Schedule);
        return Tell(
            result,
            ($"campaign {result.Plan}", result.Counts, result.Findings, result.Taken),
            result.Findings.Count > 0 ? schedule : [],
            asJson
        );
    }

    public static async Task<int> Run(CallbackPlan plan, bool asJson)
    {
        var result = await CallbackCampaign.Run(plan);
        return Tell(result, ($"callback-campaign {plan}", result.Counts, result.Findings, result.Taken), [], asJson);
    }

    private static int Tell<T>(
        T result,
        (string What, IReadOnlyDictionary<string, int> Counts, IReadOnlyList<string> Findings, TimeSpan Taken) said,
        IEnumerable<string> behind,
        bool asJson
    )
    {
        if (asJson)
            Console.WriteLine(JsonSerializer.Serialize(result, s_json));
        else
            foreach (
                var line in (string[])
                    [
                        said.What,
                        .. said.Counts.Select(count => $"{count.Key}: {count.Value:#,0}"),
                        $"{said.Findings.Count} findings in {said.Taken.TotalSeconds:#,0} s.",
                        .. said.Findings,
                        .. behind,
                    ]
            )
                Console.WriteLine(line);
        return said.Findings.Count == 0 ? 0 : 1;
    }
}
