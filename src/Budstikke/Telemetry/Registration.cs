using Budstikke.Jobs;

namespace Budstikke.Telemetry;

internal static class Registration
{
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration settings, bool works)
    {
        services.AddSingleton<FactCounts>().AddSingleton<FactLog>().AddSingleton<MinuteLog>();
        services.AddHostedService(provider => provider.GetRequiredService<MinuteLog>());
        services.AddSingleton(provider => new FactRoutes(register =>
        {
            register.OnCommitted(provider.GetRequiredService<FactCounts>().Count);
            register.OnCommitted(provider.GetRequiredService<FactLog>().Note);
            register.OnCommitted(provider.GetRequiredService<MinuteLog>().Count);
        }));
        if (works)
            services.AddSingleton<QueueDepth>().AddHostedService(provider => provider.GetRequiredService<QueueDepth>());
        if (OtlpExport.EndpointOf(settings) is { } endpoint)
            services.AddSingleton(new OtlpExport(endpoint)).AddHostedService(p => p.GetRequiredService<OtlpExport>());
        return services;
    }
}
