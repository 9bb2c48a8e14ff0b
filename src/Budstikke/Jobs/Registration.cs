using Budstikke.Storage;

namespace Budstikke.Jobs;

internal static class Registration
{
    public static IServiceCollection AddJobs(
        this IServiceCollection services,
        IConfiguration settings,
        bool works = true
    )
    {
        services.AddSingleton(SettingsOf(settings));
        services.AddSingleton<JobQueue>();
        services.AddSingleton<Wake>();
        services.AddSingleton(provider =>
        {
            var register = new FactRegister();
            foreach (var room in provider.GetServices<FactRoutes>())
                room.Add(register);
            return register;
        });
        services.AddSingleton<Worker>();
        if (works)
            services.AddHostedService(provider => provider.GetRequiredService<Worker>());
        return services;
    }

    /// <summary>Says which jobs a room wants for which facts.</summary>
    public static IServiceCollection AddFacts(this IServiceCollection services, Action<FactRegister> add) =>
        services.AddSingleton(new FactRoutes(add));

    private static JobSettings SettingsOf(IConfiguration settings) =>
        new(Settings.Number(settings, "Node:LeaseSeconds", 30, 1, JobSettings.MaxLeaseSeconds));
}

/// <summary>A room's part of the register.</summary>
internal sealed record FactRoutes(Action<FactRegister> Add);
