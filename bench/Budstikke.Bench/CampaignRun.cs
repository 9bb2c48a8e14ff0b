using System.Text.Json;
using Budstikke.Tests.Campaign;

namespace Budstikke.Bench;

/// <summary>The kill campaign of the tests, as long as one wants.</summary>
internal static class CampaignRun
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>The exit code.</summary>
    public static async Task<int> Run(CampaignPlan plan, bool asJson)
    {
        var result = await KillCampaign.Run(plan, Console.Error.WriteLine);
        if (asJson)
            Console.WriteLine(JsonSerializer.Serialize(result, s_json));
        else
            Print(result);
        return result.Findings.Count == 0 ? 0 : 1;
    }

    /// <inheritdoc cref="Run(CampaignPlan, bool)"/>
    public static async Task<int> Run(CallbackPlan plan, bool asJson)
    {
        var result = await CallbackCampaign.Run(plan);
        if (asJson)
            Console.WriteLine(JsonSerializer.Serialize(result, s_json));
        else
        {
            Console.WriteLine($"callback-campaign {plan}");
            foreach (var (what, count) in result.Counts)
                Console.WriteLine($"{what}: {count:#,0}");
            Console.WriteLine($"{result.Findings.Count} findings in {result.Taken.TotalSeconds:#,0} s.");
            foreach (var finding in result.Findings)
                Console.WriteLine(finding);
        }
        return result.Findings.Count == 0 ? 0 : 1;
    }

    private static void Print(CampaignResult result)
    {
        Console.WriteLine($"campaign {result.Plan}");
        foreach (var (what, count) in result.Counts)
            Console.WriteLine($"{what}: {count:#,0}");
        Console.WriteLine($"{result.Findings.Count} findings in {result.Taken.TotalSeconds:#,0} s.");
        foreach (var finding in result.Findings)
            Console.WriteLine(finding);
        if (result.Findings.Count > 0)
            Console.WriteLine($"The same again is: campaign {result.Plan}. Its schedule:");
        foreach (var fault in result.Findings.Count > 0 ? result.Schedule : [])
            Console.WriteLine(fault);
    }
}
