using System.Diagnostics.Metrics;
using System.Net;
using Budstikke.Jobs.Checks;
using Budstikke.Jobs.Network;
using Budstikke.Storage;

namespace Budstikke.Jobs;

internal static class Registration
{
    /// <summary>The one meter of the product; a room makes its own instruments on it.</summary>
    public const string MeterName = "Budstikke";

    public static IServiceCollection AddJobs(
        this IServiceCollection services,
        IConfiguration settings,
        bool works = true
    )
    {
        var jobs = SettingsOf(settings);
        services.AddSingleton(jobs);
        // Side by side: a caller that sends its body slowly must not use up the time that the worker has to finish.
        services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = TimeSpan.FromSeconds(jobs.ShutdownSeconds);
            host.ServicesStopConcurrently = true;
            // What works in the background catches what it meets. If one ends all the same, a node without it is worse
            // than none: the process ends with a fault, and is started again.
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost;
        });
        services.AddSingleton(provider => provider.GetRequiredService<IMeterFactory>().Create(MeterName));
        services.AddSingleton<ResolveHost>(Dns.GetHostAddressesAsync);
        services.AddSingleton<SharedClock>().AddSingleton<NodeClock>().AddSingleton<MendClock>();
        // The first to start: nothing begins before the clock is compared.
        services.AddHostedService(provider => provider.GetRequiredService<NodeClock>());
        services.AddSingleton<JobQueue>();
        services.AddSingleton<Wake>();
        services.AddSingleton(provider =>
        {
            var register = new FactRegister(
                provider.GetRequiredService<Wake>(),
                provider.GetRequiredService<ILogger<FactRegister>>()
            );
            foreach (var room in provider.GetServices<FactRoutes>())
                room.Add(register);
            return register;
        });
        var postgres = settings[OpenStore.PostgresSetting] is { Length: > 0 } connection ? connection : null;
        services.AddSingleton(provider => new NodePresence(
            works ? postgres : null,
            PresenceTimes.Usual,
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Outages>(),
            provider.GetRequiredService<Wake>()
        ));
        services.AddSingleton<Worker>();
        if (works)
            services.AddHostedService(provider => provider.GetRequiredService<Worker>());
        if (postgres is not null)
            services.AddHostedService(provider => new WakeNodes(
                postgres,
                works,
                provider.GetRequiredService<Wake>(),
                provider.GetRequiredService<Outages>()
            ));
        return services
            .AddCheck<IEnumerable<IJobHandler>>(JobChecks.Run)
            .AddCheck<IEnumerable<Stamped>>(MomentChecks.Run)
            .AddMoments(
                new Stamped("facts", ("fact_id", "order_id", "at", Stamped.None, Stamped.NoDay), Stamped.KeptAsSaid)
                {
                    IsNumbered = true,
                },
                new Stamped(
                    "jobs",
                    ("job_id", "subject", "created_at", Stamped.None, Stamped.NoDay),
                    Stamped.KeptAsSaid
                )
                {
                    IsNumbered = true,
                }
            );
    }

    /// <summary>Says which jobs a room wants for which facts.</summary>
    public static IServiceCollection AddFacts(this IServiceCollection services, Action<FactRegister> add) =>
        services.AddSingleton(new FactRoutes(add));

    private static JobSettings SettingsOf(IConfiguration settings) =>
        new(
            Settings.Number(settings, "Node:LeaseSeconds", 30, 1, JobSettings.MaxLeaseSeconds),
            ShutdownSeconds: Settings.Number(settings, "Node:ShutdownSeconds", 20, 1, JobSettings.MaxShutdownSeconds),
            FaultsPerCase: Settings.Number(
                settings,
                "Node:FaultsPerCase",
                JobSettings.DefaultFaultsPerCase,
                1,
                JobSettings.MaxFaultsPerCase
            )
        );
}

/// <summary>A room's part of the register.</summary>
internal sealed record FactRoutes(Action<FactRegister> Add);
