"""Words of inventories that stand for values and fields of ours. One table each; a tenant's own come on top."""

from quarterdeck.kit.text import compact


def _table(**spellings: str) -> dict[str, str]:
    return {compact(word): key for key, words in spellings.items() for word in (key, *words.split("|"))}


TYPES = _table(
    workstation=(
        "Laptop|Notebook|Desktop|PC|Workstation|Computer|Ultrabook|Chromebook|MacBook|MacBook Pro|MacBook Air|iMac|"
        "Mac mini|Mac|Windows Workstation|Mac Workstation|Linux Workstation|Windows Laptop|Windows Desktop|"
        "Mac Laptop|Mac Desktop|Tower|Mini PC|Thin Client|All in One|AIO|Tablet PC|2-in-1|Client|Workstations|"
        "Laptops|Desktops|Laptop/Workstation|Desktop/Workstation|WINDOWS_WORKSTATION|MAC|LINUX_WORKSTATION|"
        "Workstations - Windows|Workstations - Mac|Windows Computer|Arbeitsplatz|Rechner|Portable|Ordinateur portable|"
        "Poste de travail|Portátil|Ordenador|Computadora|Portatile|デスクトップ|"
        "デスクトップPC|パソコン|笔记本|台式机|电脑"
    ),
    server=(
        "Server|Virtual Machine|VM|Virtual Server|Physical Server|Windows Server|Linux Server|Hypervisor|ESXi|"
        "ESXi Host|VMware Host|Hyper-V Host|Host|Domain Controller|NAS|Storage|SAN|Blade|Servers|Servers - Windows|"
        "Servers - Linux|WINDOWS_SERVER|LINUX_SERVER|VMWARE_VM_GUEST|VMWARE_VM_HOST|HYPERV_VMM_GUEST|"
        "HYPERV_VMM_HOST|Main Server|Backup Server|Rack Server|Tower Server|Serveur|Servidor|サーバー|サーバ|服务器"
    ),
    network_device=(
        "Network|Network Device|Firewall|Router|Switch|Access Point|AP|Wireless Access Point|WAP|Wireless|WLAN|"
        "Gateway|Modem|Load Balancer|Wireless Controller|Controller|Bridge|UTM|Switch/Router|Network Switch|"
        "Network Equipment|NMS_SWITCH|NMS_ROUTER|NMS_FIREWALL|VPN|Security Appliance|Appliance|Commutateur|"
        "Routeur|Pare-feu|スイッチ|ルーター|ルータ|ファイアウォール|交换机|路由器|防火墙"
    ),
    mobile_device=(
        "Mobile|Mobile Device|Phone|Smartphone|Mobile Phone|Cell Phone|iPhone|iPad|Tablet|Android|iOS|Handset|"
        "Android Phone|iOS Device|ANDROID|APPLE_IOS|APPLE_IPADOS|Handheld|Téléphone|Tablette|Teléfono|スマートフォン|"
        "スマホ|タブレット|携帯電話|手机|平板"
    ),
    printer=(
        "Printer|Printers|MFP|MFD|Multifunction|Multifunction Printer|Copier|Plotter|Scanner|Label Printer|"
        "Laser Printer|Inkjet Printer|NMS_PRINTER|Drucker|Imprimante|Impresora|Stampante|プリンター|プリンタ|"
        "複合機|打印机"
    ),
)

STATUSES = _table(
    deployed=(
        "In Use|Deployed|Active|In Production|Production|Live|Assigned|Installed|Operational|In Service|Issued|"
        "Checked Out|Enabled|Running|On Loan|Loaned|Loaner|Allocated|Used|Managed|Ready to use|in Betrieb|aktiv|"
        "OK|Good|Current"
    ),
    in_stock=(
        "In Stock|Stock|Spare|Available|In Storage|Storage|Shelf|Warehouse|Ready to Deploy|Unassigned|New|"
        "Ready|Not Deployed|Inventory|Lager|Deployable|Unused|Returned|Surplus|In Store|Loan Pool|Spares"
    ),
    ordered="Ordered|On Order|Pending Delivery|Purchased|In Transit|Awaiting Delivery|Procured|Backordered",
    in_repair=(
        "In Repair|Repair|RMA|Broken|Maintenance|Under Repair|Out for Repair|Faulty|Defective|Being Repaired|"
        "Damaged|Needs Repair|In Service Centre"
    ),
    retired=(
        "Retired|Decommissioned|Inactive|End of Life|EOL|Archived|Out of Service|Withdrawn|Obsolete|Replaced|"
        "Deactivated|Disabled|Decommission|Decom|Decomm|Decommed|Dead|Legacy|ausgemustert"
    ),
    disposed="Disposed|Scrapped|Recycled|Destroyed|Sold|Donated|Written Off|Disposed Of|E-Waste|WEEE|verkauft",
    missing="Missing|Lost|Stolen|Lost/Stolen|Lost or Stolen|Not Found|Unaccounted|verloren|gestohlen",
)

#: What an agent says about the moment is no state of life.
MOMENTARY = frozenset(
    compact(word)
    for word in [
        "Online",
        "Offline",
        "Up",
        "Down",
        "Connected",
        "Disconnected",
        "On",
        "Off",
        "Idle",
        "Normal",
        "Warning",
        "Critical",
        "Failed",
        "Healthy",
        "Yes",
        "No",
        "True",
        "False",
        "1",
        "0",
        "Unknown",
        "N/A",
        "Powered On",
        "Powered Off",
        "Suspended",
        "Approved",
        "Pending",
    ]
)

#: Headings beyond those of the catalogue, which are too loose or too local to stand there.
HEADINGS = _table(
    hostname=(
        "Machine Name|Machine|PC Name|Computer|Workstation|Workstation Name|Server Name|Host|Rechnername|"
        "Computername|Hostnaam|Nom d'hôte|Device Hostname|Endpoint|Endpoint Name|Node|Node Name|Agent Hostname"
    ),
    name="Asset|Asset Description|Friendly|Label|Title|Item|Item Name|Equipment|Bezeichnung|Gerätename|Gerät",
    serial=(
        "Serial#|Serial Num|Ser No|Ser. No.|SN|SerialNo|Mfg Serial|Manufacturer Serial|Device Serial|"
        "Device Serial Number|Hardware Serial|Chassis Serial|Seriennummer|Serien-Nr.|Numéro de série|Serienummer|"
        "Service Tag / Serial|Serial Number / Service Tag|Serial Number (Service Tag)|Product Serial"
    ),
    tag=(
        "Asset No|Asset No.|Asset Nr|Barcode|Inventory No|Inventory #|Inventory Tag|Inventarnummer|"
        "Inv.-Nr.|Tag Number|Asset Label|Asset Code|Inventory ID|Property Tag|Asset Tag Number|Fixed Asset Number"
    ),
    mac=(
        "MAC Addr|MAC Addresses|MACs|Mac Address 1|Wired MAC|Wireless MAC|Wi-Fi MAC|WLAN MAC|LAN MAC|Physical Address|"
        "NIC MAC|Hardware Address|MAC-Adresse|Primary MAC|Ethernet MAC|WiFi MAC Address|Wi-Fi MAC Address"
    ),
    hardware_uuid="Machine UUID|SMBIOS GUID|Machine ID|GUID|System GUID|BIOS GUID|VM UUID|Hardware GUID|Device UUID",
    manufacturer="Hersteller|Mfg|Mfr|OEM|Fabricant|Device Manufacturer|System Manufacturer|Fabrikant|Manufactured By",
    model=(
        "Modell|Modèle|Model Number|Model No|Machine Type|System Model|Product Name|Device Type Model|Hardware Model"
    ),
    client=(
        "Account|Account Name|Kunde|Mandant|End Customer|End Client|Klant|MSP Client|Client/Company|Org|Company/Client"
    ),
    location="Standort|Building|Locatie|Emplacement|Address Name|Client Site|Customer Site|Branch Office",
    assigned_to=(
        "Primary User|Assigned|Assigned To User|Assignee Name|Employee|Custodian|Benutzer|Full Name|End User|Used By"
    ),
    os="OS Version Name|Platform|Betriebssystem|OperatingSystem|Operating System Name|OS Type",
    type=(
        "Asset Category|Kind|Device Kind|Equipment Type|Item Type|Asset Class|"
        "Typ|Hardware Type|Chassis Type|Product Type"
    ),
    status="Asset State|Condition|Deployment Status|Life Cycle|Lifecycle Stage|In Use|Zustand",
    ip="IPv4|IPv4 Address|Private IP|Internal IP|Primary IP|IP-Adresse|LAN IP Address|IP Addr",
    last_seen="Last Online|Last Seen Date|Last Communication|Last Checkin|Last Sync|Zuletzt gesehen|Last Inventory",
    purchase_date="Date Purchased|Date of Purchase|Kaufdatum|Buy Date|Invoice Date|Purchase",
    purchase_cost="Purchase Amount|Value|Amount|Unit Price|Cost (GBP)|Cost (USD)|Cost (EUR)|Kaufpreis|Unit Cost",
    warranty_end=(
        "Warranty Expiry|Warranty Expiry Date|Warranty Until|Support End|Garantie bis|Warranty Expires On|Expiry"
    ),
    last_user="Current User|Logged In User|Logged On User|Last Login|Last Logon User|Login",
    cpu="CPU Model|Processor Type|Prozessor|CPU Type",
    ram_mb=(
        "RAM GB|RAM (GB)|Memory GB|Memory (GB)|Installed RAM|Installed Memory|Total RAM|Physical Memory|Arbeitsspeicher"
    ),
    disk_total_gb="Disk|HDD|Hard Drive|Hard Disk|SSD|Disk Size (GB)|Drive Size|Total Disk Space|Storage (GB) Total",
    notes="Note|Memo|Remark|Bemerkung|Additional Information|Further Information",
    imei="IMEI Number|IMEI No",
    supplier="Purchased At|Shop|Lieferant",
    order_number="PO|PO No|PO#|Order No|Order #",
)

#: Of lists kept in other languages.
_ABROAD = _table(
    hostname=(
        "Nom du poste|Nom de l'ordinateur|Nom de la machine|Nom machine|Nom de l'appareil|Nom PC|Nombre del equipo|"
        "Nombre de equipo|Nombre del host|Nome computer|Nome host|Nome do computador|Computernaam|Apparaatnaam|"
        "Datornamn|ホスト名|コンピュータ名|コンピューター名|コンピュータ|PC名|端末名|マシン名|主机名|计算机名|电脑名称"
    ),
    name="Désignation|Nombre|Nom|Naam|Nome|機器名|機器名称|資産名|品名|名称|设备名称|资产名称",
    serial=(
        "N° de série|N° série|No de série|Num série|Número de serie|Nº de serie|N.º de serie|Numero di serie|"
        "Numero seriale|Matricola|Número de série|Serienr|Serie-nummer|シリアル番号|シリアルナンバー|シリアルNo|"
        "シリアル|製造番号|製造No|序列号|序号SN"
    ),
    tag=(
        "Numéro d'inventaire|N° d'inventaire|N° inventaire|Code inventaire|Étiquette|Número de inventario|"
        "Etiqueta|Numero inventario|Inventarisnummer|Inventar-Nr|Inventarnr|Anlagennummer|資産番号|管理番号|資産No|"
        "資産管理番号|管理No|资产编号|资产号|固定资产编号"
    ),
    mac="Adresse MAC|Adresse physique|Dirección MAC|Indirizzo MAC|Endereço MAC|MAC-adres|MACアドレス|MAC地址|物理地址",
    manufacturer=(
        "Marque|Constructeur|Marca|Fabricante|Produttore|Merk|メーカー|メーカ|製造元|メーカー名|品牌|厂商|制造商"
    ),
    model="Modelo|Modello|Typenbezeichnung|Gerätemodell|型番|型式|機種|機種名|モデル|モデル名|製品名|型号|机型",
    client=(
        "Société|Entreprise|Cliente|Empresa|Azienda|Firma|Bedrijf|顧客|顧客名|会社名|取引先|得意先|客户|客户名称|公司"
    ),
    location="Lieu|Bureau|Agence|Ubicación|Sede|Sitio|Vestiging|設置場所|拠点|拠点名|場所|設置拠点|事業所|位置|地点",
    assigned_to=(
        "Utilisateur|Affecté à|Attribué à|Usuario|Asignado a|Utente|Assegnato a|Gebruiker|Nutzer|Zugewiesen an|"
        "Mitarbeiter|利用者|使用者|ユーザー|ユーザ|利用者名|使用者名|担当者|使用人|责任人"
    ),
    os=(
        "Système d'exploitation|Sistema operativo|Besturingssysteem|Sistema operacional|"
        "オペレーティングシステム|操作系统"
    ),
    type=(
        "Type d'appareil|Type de matériel|Catégorie|Tipo|Geräteart|Gerätetyp|Soort|種別|種類|機器種別|区分|"
        "类型|设备类型"
    ),
    status="État|Statut|Estado|Stato|状態|ステータス|利用状況|状态",
    ip="Adresse IP|Dirección IP|Indirizzo IP|Endereço IP|IP-adres|IPアドレス|IP地址",
    purchase_date=(
        "Date d'achat|Date d'acquisition|Fecha de compra|Data di acquisto|Data acquisto|Aankoopdatum|"
        "Anschaffungsdatum|Rechnungsdatum|購入日|取得日|購入年月日|导入日期|采购日期|购买日期"
    ),
    purchase_cost=(
        "Prix|Prix d'achat|Coût|Precio|Precio de compra|Prezzo|Aankoopprijs|Preis|Anschaffungskosten|Anschaffungswert|"
        "購入金額|購入価格|取得価格|取得価額|金額|价格|采购价格"
    ),
    warranty_end=(
        "Fin de garantie|Garantie jusqu'au|Expiration de la garantie|Fin de garantía|Garantía hasta|Scadenza garanzia|"
        "Garantie tot|Garantieende|Garantie-Ende|保証期限|保証終了日|保証満了日|保修截止|保修到期"
    ),
    cpu="Processeur|Procesador|Processore|プロセッサ|プロセッサー|处理器",
    ram_mb="Mémoire|Mémoire vive|Memoria|Memoria RAM|Geheugen|メモリ|メモリー|内存",
    disk_total_gb="Disque dur|Disco duro|Disco|Festplatte|ディスク|ハードディスク|硬盘",
    notes="Remarques|Commentaires|Commentaire|Observaciones|Notas|Opmerkingen|Bemerkungen|備考|メモ|备注",
    supplier="Fournisseur|Proveedor|Fornitore|Leverancier|購入先|供应商",
)
HEADINGS = _ABROAD | HEADINGS

#: What people write into a cell that has nothing to say.
EMPTY = frozenset(
    {"", "-", "--", "---", "n/a", "na", "n.a.", "none", "null", "nil", "unknown", "?", "(blank)", "(none)", "not set"}
    | {"<none>", "<null>", "#n/a", "undefined", "tbd", "tbc", "not available", "not applicable", "unbekannt", "."}
)
