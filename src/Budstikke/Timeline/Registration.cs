namespace Budstikke.Timeline;

internal static class Registration
{
    /// <summary>Announces nothing and waits for nothing: it says what the other rooms have made true.</summary>
    public static IServiceCollection AddTimeline(this IServiceCollection services) =>
        services.AddSingleton<FindOrders>().AddSingleton<SearchOrders>().AddSingleton<EvidenceBundle>();
}
