"""What goes wrong in real inventories, planted: junk serials, cloned machines, shared docks, equal names."""

from quarterdeck.platform.db.session import TenantSession

#: Each statement bends some of the generated assets of a tenant into a known trap.
TRAPS = (
    # Twelve virtual machines cloned from one template, hardware UUID included.
    """
    update assets set hardware_uuid = '564d1a2b-3c4d-5e6f-7a8b-9c0d1e2f3a4b', manufacturer = 'VMware',
      model = 'Virtual Machine'
    where tenant_id = %(tenant_id)s and id in (
      select a.id from assets a where a.tenant_id = %(tenant_id)s and a.type = 'server' order by a.tag limit 12)
    """,
    # Four docking stations, each listed on several laptops.
    """
    update assets a set mac_addresses = a.mac_addresses || docks.mac
    from (
      select id, '00:50:b6:9f:2e:0' || (row_number() over (order by tag) %% 4)::text as mac
      from assets
      where tenant_id = %(tenant_id)s and type = 'workstation' and model like 'Latitude%%' order by tag limit 40
    ) docks
    where a.tenant_id = %(tenant_id)s and a.id = docks.id
    """,
    # Serials that the import once cut to eight characters.
    """
    update assets set serial = left('CN0F5VGD' || serial, 8)
    where tenant_id = %(tenant_id)s and id in (
      select a.id from assets a where a.tenant_id = %(tenant_id)s and a.type = 'printer' order by a.tag limit 15)
    """,
    """
    update assets set serial = (
      array['Default string', 'System Serial Number', '00000000', 'None', 'N/A', '123456789'])
      [1 + abs(hashtext(tag)) %% 6]
    where tenant_id = %(tenant_id)s and id in (
      select a.id from assets a
      where a.tenant_id = %(tenant_id)s and a.type = 'workstation' order by a.tag desc limit 60)
    """,
    # The first server of every client is its domain controller, and every one of them is called DC01.
    """
    update assets set name = 'DC01', hostname = 'dc01'
    where tenant_id = %(tenant_id)s and id in (
      select distinct on (a.client_id) a.id from assets a
      where a.tenant_id = %(tenant_id)s and a.type = 'server' order by a.client_id, a.tag)
    """,
    # What identifies an asset follows what it shows; a junk serial identifies nothing.
    """
    delete from asset_identifiers i using assets a
    where i.tenant_id = %(tenant_id)s and a.tenant_id = i.tenant_id and a.id = i.asset_id
      and (i.kind = 'serial' and i.value is distinct from a.serial
        or i.kind = 'hostname' and i.value is distinct from a.hostname
        or i.kind = 'uuid' and i.value is distinct from a.hardware_uuid)
    """,
    """
    insert into asset_identifiers (tenant_id, asset_id, kind, value, source)
    select a.tenant_id, a.id, shown.kind, shown.value, 'generator'
    from assets a cross join lateral (
      select 'mac', mac from unnest(a.mac_addresses) mac
      union all select 'hostname', a.hostname where a.hostname is not null
      union all select 'uuid', a.hardware_uuid where a.hardware_uuid is not null
      union all select 'serial', a.serial where a.serial like 'CN0F5VGD%%'
    ) shown(kind, value)
    where a.tenant_id = %(tenant_id)s
    on conflict do nothing
    """,
)


def plant_traps(session: TenantSession) -> None:
    """Inside an open change set, after the assets were generated."""
    for statement in TRAPS:
        session.raw.execute(statement, {"tenant_id": session.tenant_id})
